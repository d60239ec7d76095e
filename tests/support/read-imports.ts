import { posix } from 'node:path'
import { parseSync, Visitor } from 'vite'

/** A path from the top of the repository, and the file's text. */
export type Sources = Readonly<Record<string, string>>

export interface Import {
  /** As it is written. */
  readonly says: string
  /** The file that it means, or undefined for a package. */
  readonly file: string | undefined
}

/** Everything that a file imports: types too, re-exports, `import()` and `import('…').Type`. */
export function readImports(path: string, sources: Sources): Import[] {
  const { program, errors } = parseSync(path, sources[path] ?? '')
  if (errors.length > 0) throw new Error(`${path} can't be parsed: ${errors[0]?.message}`)

  const named: string[] = []
  const note = ({ source }: { source: unknown }): void => {
    if (typeof source !== 'object' || source === null || !('value' in source)) return
    if (typeof source.value === 'string') named.push(source.value)
  }
  new Visitor({
    ImportDeclaration: note,
    ExportNamedDeclaration: note,
    ExportAllDeclaration: note,
    ImportExpression: note,
    TSImportType: note,
  }).visit(program)

  return named.map((says) => ({ says, file: fileOf(path, says, sources) }))
}

function fileOf(from: string, says: string, sources: Sources): string | undefined {
  if (!says.startsWith('.')) return undefined
  const path = posix.join(posix.dirname(from), says)
  return ['', '.ts', '.tsx'].map((ending) => path + ending).find((file) => Object.hasOwn(sources, file)) ?? path
}
