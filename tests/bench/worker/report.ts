import type { Cost, Result } from './run-measures.ts'

const ratioOf = ({ ratio }: Cost): string => ratio.toFixed(2)
const cell = (cost: Cost | undefined): string => {
  if (!cost) return ''
  const [low, high] = cost.spread.map((each) => each.toFixed(2))
  return `${ratioOf(cost)} (${low} to ${high})`
}

/** For the terminal: all that was measured. */
export function described(results: readonly Result[]): string {
  const block = ({ measure, costs }: Result): string => {
    const goal = measure.atMost === undefined ? '' : `, ours at most ${measure.atMost}`
    const lines = costs.map(
      (cost) => `  ${cost.subject.padEnd(16)}${cost.ms.toFixed(2).padStart(9)} ms   ${cell(cost)}`,
    )
    return [`${measure.name} (floor: ${measure.floor}${goal})`, ...lines].join('\n')
  }
  return results.map(block).join('\n\n')
}

/** For the docs: a row for each measure, a column for each subject that isn't a floor; multiples of the floor. */
export function tableOf(results: readonly Result[], subjects: readonly string[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const rows = results.map(({ measure, costs }) => {
    const floor = costs.find(({ subject }) => subject === measure.floor)
    const of = (name: string): Cost | undefined => costs.find(({ subject }) => subject === name)
    const first = `${measure.floor} ${floor === undefined ? '' : `${floor.ms.toFixed(1)} ms`}`
    return row([measure.name, first, measure.atMost?.toFixed(2) ?? '', ...subjects.map((name) => cell(of(name)))])
  })
  const head = ['', 'floor', 'goal', ...subjects]
  return [row(head), row(head.map(() => '---')), ...rows].join('\n')
}

const BAR = { height: 13, gap: 3, left: 285, width: 560 } as const

/** Bars for each measure: the shorter the better, the line is the floor. Colours that hold on light and dark pages. */
export function pictureOf(results: readonly Result[], colours: Readonly<Record<string, string>>): string {
  const names = Object.keys(colours)
  const most = Math.max(...results.flatMap(({ costs }) => costs.map(({ ratio }) => ratio)))
  const scale = BAR.width / Math.ceil(most)
  const group = names.length * (BAR.height + BAR.gap) + 18
  const height = results.length * group + 50
  const bars = results.flatMap(({ measure, costs }, at) => {
    const top = 40 + at * group
    const title = `<text x="${BAR.left - 12}" y="${top + group / 2 - 8}" text-anchor="end">${measure.name}</text>`
    return [
      title,
      ...names.flatMap((name, nth) => {
        const cost = costs.find(({ subject }) => subject === name)
        if (!cost) return []
        const y = top + nth * (BAR.height + BAR.gap)
        const width = (cost.ratio * scale).toFixed(1)
        const bar = `<rect x="${BAR.left}" y="${y}" width="${width}" height="${BAR.height}" rx="2" fill="${colours[name]}"/>`
        return [bar, `<text x="${BAR.left + Number(width) + 6}" y="${y + 11}">${ratioOf(cost)}</text>`]
      }),
    ]
  })
  const legend = names.map((name, nth) => {
    const x = BAR.left + nth * 130
    return `<rect x="${x}" y="12" width="12" height="12" rx="2" fill="${colours[name]}"/><text x="${x + 18}" y="22">${name}</text>`
  })
  const floor = BAR.left + scale
  const line = `<line x1="${floor}" x2="${floor}" y1="34" y2="${height - 10}" stroke="#888" stroke-dasharray="3 3"/>`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${BAR.left + BAR.width + 60} ${height}" font-family="system-ui, sans-serif" font-size="12" fill="#777" role="img" aria-label="What each worker costs, as a multiple of the floor">`,
    ...legend,
    line,
    ...bars,
    '</svg>',
    '',
  ].join('\n')
}
