import { existsSync } from 'node:fs'
import { build } from 'vite'
import { under } from './places.ts'

/** What pages import: the page client, the React kit and its stylesheet. */
export const PAGE_ENTRIES = {
  client: 'app/client/public.ts',
  react: 'app/react/public.ts',
} as const

export const STYLES = 'app/react/styles/react.css'

/**
 * As an app's own bundler would, once it uses every export; React is the app's. By file name. What several entries use
 * is a file of its own: the kit brings no second page client along.
 */
export async function bundleForPages(entries: Readonly<Record<string, string>>): Promise<ReadonlyMap<string, string>> {
  for (const entry of Object.values(entries)) if (!existsSync(under(entry))) throw new Error(`${entry} is missing.`)
  const built = await build({
    configFile: false,
    root: under('.'),
    logLevel: 'warn',
    publicDir: false,
    oxc: { jsx: { runtime: 'automatic', development: false } },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      minify: true,
      target: 'es2022',
      // The first with `light-dark()`; without it every colour is written twice.
      cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, under(entry)])),
        external: /^react(-dom)?(\/|$)/,
        preserveEntrySignatures: 'strict',
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'shared-[name].js',
          assetFileNames: '[name][extname]',
        },
      },
    },
  })
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((result) =>
    'output' in result ? result.output : [],
  )
  return new Map(
    outputs.map((output) => [output.fileName, output.type === 'chunk' ? output.code : String(output.source)]),
  )
}
