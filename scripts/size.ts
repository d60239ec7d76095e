import { existsSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { bundleWorker } from './bundle-worker.ts'
import { under } from './places.ts'

/** What a page pays, in bytes, minified and gzipped. A dependency that does not fit must earn its place first. */
const limits = [
  { name: 'worker', limit: 12_000, code: async () => (await bundleWorker({ dev: false })).code },
  { name: 'page client', limit: 4_000, code: () => bundleForPages('app/client/public.ts') },
]

/** As an app's own bundler would, once it uses every export. */
async function bundleForPages(entry: string): Promise<string> {
  if (!existsSync(under(entry))) throw new Error(`${entry} is missing.`)
  const built = await build({
    configFile: false,
    root: under('.'),
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      minify: true,
      target: 'es2022',
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: { input: under(entry), preserveEntrySignatures: 'strict', output: { format: 'es' } },
    },
  })
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((result) =>
    'output' in result ? result.output : [],
  )
  return outputs.map((output) => (output.type === 'chunk' ? output.code : '')).join('\n')
}

const kB = (bytes: number): string => `${(bytes / 1_000).toFixed(2)} kB`

const rows = []
for (const { name, limit, code } of limits) {
  const text = await code()
  const size = gzipSync(text, { level: 9 }).length
  rows.push({
    name,
    minified: kB(Buffer.byteLength(text)),
    'min+gzip': kB(size),
    limit: kB(limit),
    fits: size <= limit,
  })
}
console.table(rows)

const tooLarge = rows.filter(({ fits }) => !fits).map(({ name }) => name)
if (tooLarge.length > 0) {
  console.error(
    `Over the limit: ${tooLarge.join(', ')}. Make it smaller; the limits are a promise to those who use it.`,
  )
  process.exitCode = 1
}
