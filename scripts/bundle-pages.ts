import { existsSync } from 'node:fs'
import { build, type Plugin } from 'vite'
import { under } from './places.ts'

/** The page client stays a module of its own: an app that uses both has it once. */
function besideClient(): Plugin {
  const client = under('app/client/')
  return {
    name: 'payment-sync:beside-client',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (importer?.startsWith(client)) return undefined
      const found = await this.resolve(source, importer, { skipSelf: true })
      return found?.id.startsWith(client) ? { id: './client.js', external: true } : undefined
    },
  }
}

/** As an app's own bundler would, once it uses every export. React, and for the kit the page client, are the app's. */
export async function bundleForPages(entry: string): Promise<string> {
  if (!existsSync(under(entry))) throw new Error(`${entry} is missing.`)
  const built = await build({
    configFile: false,
    root: under('.'),
    logLevel: 'warn',
    publicDir: false,
    oxc: { jsx: { runtime: 'automatic', development: false } },
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: entry.startsWith('app/client/') ? [] : [besideClient()],
    build: {
      write: false,
      minify: true,
      target: 'es2022',
      // The first with `light-dark()`; without it every colour is written twice.
      cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: under(entry),
        external: /^react(-dom)?(\/|$)/,
        preserveEntrySignatures: 'strict',
        output: { format: 'es' },
      },
    },
  })
  return outputsOf(built)
    .map((output) => (output.type === 'chunk' ? output.code : String(output.source)))
    .join('\n')
}

type Built = Awaited<ReturnType<typeof build>>

const outputsOf = (built: Built) =>
  (Array.isArray(built) ? built : [built]).flatMap((result) => ('output' in result ? result.output : []))
