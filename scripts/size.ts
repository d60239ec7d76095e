import { gzipSync } from 'node:zlib'
import { bundleForPages, bundleStyles, PAGE_ENTRIES, STYLE_ENTRIES } from './bundle-pages.ts'
import { bundleWorker } from './bundle-worker.ts'

/**
 * What a page pays, in bytes, minified and gzipped. A dependency that does not fit must earn its place first. Where the
 * goal isn't reached, `limit` is what it costs today: it comes down with it (docs/decisions/worker-size.md).
 */
const limits = [
  { name: 'worker', goal: 12_000, limit: 22_920, code: async () => (await bundleWorker()).code },
  { name: 'page client', goal: 4_000, limit: 4_670, code: async () => (await pageClient).atOnce },
  // Of their own: loaded where an app asks for them.
  { name: 'live channel', goal: 2_800, limit: 2_800, code: async () => (await pageClient).live },
  { name: 'tools', goal: 3_000, limit: 3_000, code: async () => (await pageClient).tools },
  { name: 'React kit', goal: 9_000, limit: 12_200, code: () => chunkOf('react') },
  { name: 'its styles', goal: 3_000, limit: 3_000, code: () => bundleStyles(STYLE_ENTRIES.react) },
  // For whoever debugs: an app loads it when somebody opens it.
  { name: 'inspector', goal: 9_000, limit: 9_000, code: () => chunkOf('inspector') },
  { name: 'its styles', goal: 3_500, limit: 3_500, code: () => bundleStyles(STYLE_ENTRIES.inspector) },
]

const pageClient = bundlePageClient()

/** What every page loads, and what only some ask for. */
async function bundlePageClient(): Promise<Readonly<Record<'atOnce' | 'live' | 'tools', string>>> {
  const [first, ...others] = await bundleForPages({ client: PAGE_ENTRIES.client })
  if (!first?.isEntry || first.imports.length > 0) throw new Error('The page client must be one script at first.')
  const from = (folder: string): string =>
    others
      .filter(({ moduleIds }) => moduleIds.some((id) => id.includes(`/client/${folder}/`)))
      .map(({ code }) => code)
      .join('\n')
  return { atOnce: first.code, live: from('live'), tools: from('tools') }
}

/** Without React and what it shares with the page client. */
async function chunkOf(entry: keyof typeof PAGE_ENTRIES): Promise<string> {
  const chunk = (await bundleForPages(PAGE_ENTRIES)).find(({ name }) => name === entry)
  if (!chunk) throw new Error(`The bundle has no ${entry}.`)
  return chunk.code
}

const kB = (bytes: number): string => `${(bytes / 1_000).toFixed(2)} kB`
const print = (...cells: readonly string[]): void => console.log(cells.map((cell) => cell.padEnd(14)).join(''))

print('', 'minified', 'and gzipped', 'limit', 'goal')
const tooLarge: string[] = []
for (const { name, goal, limit, code } of limits) {
  const text = await code()
  const size = gzipSync(text, { level: 9 }).length
  if (size > limit) tooLarge.push(name)
  const over = size > goal ? `${kB(size - goal)} to go` : 'reached'
  print(name, kB(Buffer.byteLength(text)), kB(size), kB(limit), kB(goal), size > limit ? 'too large' : over)
}

if (tooLarge.length > 0) {
  console.error(`Over the limit: ${tooLarge.join(', ')}. Make it smaller: the limits only ever come down.`)
  process.exitCode = 1
}
