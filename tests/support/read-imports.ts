import { posix } from 'node:path'
import { parseSync, Visitor } from 'vite'

/** A path from the top of the repository, and the file's text. */
export type Sources = Readonly<Record<string, string>>

export interface Import {
  /** As it is written. */
  readonly says: string
  /** The file that it means, or undefined for a package. */
  readonly file: string | undefined
  /** Gone when it runs. */
  readonly typeOnly: boolean
}

/** A page or a style sheet has lines, but no imports that matter here. */
export const isScript = (path: string): boolean => /\.(ts|tsx|js)$/.test(path)

/** Everything that a file imports: types too, re-exports, `import()` and `import('…').Type`. */
export function readImports(path: string, sources: Sources): Import[] {
  if (!isScript(path)) return []
  const { program, errors } = parseSync(path, sources[path] ?? '')
  if (errors.length > 0) throw new Error(`${path} can't be parsed: ${errors[0]?.message}`)

  const found: Import[] = []
  const note = (source: unknown, typeOnly: boolean): void => {
    if (typeof source !== 'object' || source === null || !('value' in source)) return
    const says = source.value
    if (typeof says === 'string') found.push({ says, file: fileOf(path, says, sources), typeOnly })
  }
  new Visitor({
    ImportDeclaration: ({ source, importKind }) => note(source, importKind === 'type'),
    ExportNamedDeclaration: ({ source, exportKind }) => note(source, exportKind === 'type'),
    ExportAllDeclaration: ({ source, exportKind }) => note(source, exportKind === 'type'),
    ImportExpression: ({ source }) => note(source, false),
    TSImportType: ({ source }) => note(source, true),
  }).visit(program)
  return found
}

function fileOf(from: string, says: string, sources: Sources): string | undefined {
  if (!says.startsWith('.')) return undefined
  const path = posix.join(posix.dirname(from), says)
  return ['', '.ts', '.tsx'].map((ending) => path + ending).find((file) => Object.hasOwn(sources, file)) ?? path
}
