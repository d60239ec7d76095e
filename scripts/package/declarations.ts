import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { posix } from 'node:path'
import { under } from '../places.ts'

/** Where `tsc -b` puts what it makes. */
const emitted = '.cache/types'

const specifier = /(\bfrom |\bimport |\bimport\()(["'])(\.[^"']+)\.tsx?\2/g

/**
 * The declarations that these sources need, by their path in the package. Only what an entry reaches is published, with
 * imports as every `moduleResolution` reads them.
 *
 * @throws Error where a declaration is missing: `tsc -b` makes them
 */
export async function declarationsOf(sources: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  const left = sources.map(declarationOf)
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    if (found.has(path)) continue
    const file = under(`${emitted}/${path}`)
    if (!existsSync(file)) throw new Error(`${path} is missing: run npm run types.`)
    const text = await readFile(file, 'utf8')
    for (const [, , , to = ''] of text.matchAll(specifier)) {
      left.push(`${posix.join(posix.dirname(path), to)}.d.ts`)
    }
    found.set(path, text.replaceAll(specifier, '$1$2$3.js$2').replace(/\n?\/\/# sourceMappingURL=.*$/, '\n'))
  }
  return found
}

/** Of a source. */
export const declarationOf = (source: string): string => source.replace(/\.tsx?$/, '.d.ts')
