import type { Guarantee } from '../history/history.ts'
import type { Summary } from './summary.ts'

export interface Compared {
  readonly name: string
  readonly summary: Summary
  /** In which it was tried less than was meant: its figures are the least that can be said. */
  readonly missing: readonly string[]
}

const columns = ['G1', 'G2', 'G3', 'G4', 'G5', 'G9'] as const satisfies readonly Guarantee[]

/** A table in Markdown: violations per 1,000 reads, and what was executed twice, which are counted as they are. */
export function comparison(
  compared: readonly Compared[],
  { command, date }: { readonly command: string; readonly date: string },
): string {
  const heads = ['worker', ...columns, 'executed twice (G8)', 'reads', 'stops']
  const rows = compared.map(({ name, summary }) => {
    const { violations, executions, reads, done } = summary
    const twice = executions.slice(2).reduce((sum, count) => sum + count, 0)
    const rates = columns.map((guarantee) => rate(violations[guarantee] ?? 0, reads))
    return [name, ...rates, String(twice), String(reads), String(done['stops'] ?? 0)]
  })
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [
    `Violations per 1,000 reads; made by \`${command}\` on ${date}.`,
    '',
    line(heads),
    line(heads.map(() => '---')),
    ...rows.map(line),
    ...compared.flatMap(({ name, missing }) => (missing.length > 0 ? ['', tooLittle(name, missing)] : [])),
  ].join('\n')
}

const tooLittle = (name: string, missing: readonly string[]): string =>
  `${name} was tried less than was meant, so its figures are the least that can be said: ${missing.join('; ')}.`

/** 0 only where there was none. */
function rate(count: number, reads: number): string {
  if (count === 0) return '0'
  const perThousand = (count * 1_000) / Math.max(1, reads)
  return perThousand < 0.1 ? '< 0.1' : perThousand.toFixed(1)
}

/**
 * Puts a text between the markers of a page, in place of what stands there.
 *
 * @throws Error where the page has no such markers
 */
export function between(page: string, name: string, text: string): string {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`]
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`The page has no place for "${name}".`)
  return `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`
}
