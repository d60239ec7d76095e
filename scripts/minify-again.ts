import { minify } from 'terser'
import type { Plugin, Rolldown } from 'vite'

/**
 * Terser finds 0.3 kB that the bundler's minifier leaves; alone it would leave as much. Nothing unsafe; of properties only
 * Workbox's own are renamed, which begin with an underscore: none of the platform's does, nor any that is stored or sent.
 *
 * @param firstLine stands before it all, as it is
 */
export function minifyAgain(firstLine: string): Plugin {
  return {
    name: 'payment-sync:minify-again',
    async generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        const { code, map } = await minify(chunk.code, {
          ecma: 2022,
          compress: { passes: 3 },
          format: { preamble: firstLine },
          mangle: { properties: { regex: /^_/ } },
          sourceMap: { content: JSON.stringify(chunk.map), includeSources: true },
        })
        if (typeof code !== 'string' || typeof map !== 'string') throw new Error('Terser gave no script.')
        chunk.code = code
        chunk.map = JSON.parse(map) as Rolldown.SourceMap
      }
    },
  }
}
