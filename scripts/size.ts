import { gzipSync } from 'node:zlib'
import { bundleForPages, PAGE_ENTRIES, STYLES } from './bundle-pages.ts'
import { bundleWorker } from './bundle-worker.ts'

/**
 * What a page pays, in bytes, minified and gzipped. A dependency that does not fit must earn its place first. Where the
 * goal isn't reached, `limit` is what it costs today: it comes down with it (docs/decisions/worker-size.md).
 */
const limits = [
  { name: 'worker', goal: 12_000, limit: 18_100, code: async () => (await bundleWorker({ dev: false })).code },
  { name: 'page client', goal: 4_000, limit: 4_000, code: () => pages({ client: PAGE_ENTRIES.client }, 'client.js') },
  { name: 'React kit', goal: 9_000, limit: 12_050, code: () => pages(PAGE_ENTRIES, 'react.js') },
  { name: 'its styles', goal: 3_000, limit: 3_000, code: () => pages({ react: STYLES }, 'react.css') },
]

/** One file of what an app's bundler would make of these: what it shares with another is the other's. */
const pages = async (entries: Readonly<Record<string, string>>, file: string): Promise<string> =>
  (await bundleForPages(entries)).get(file) ?? missing(file)

function missing(file: string): never {
  throw new Error(`The bundle has no ${file}.`)
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
