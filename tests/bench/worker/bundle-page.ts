import { build } from 'vite'
import { under } from '../../../scripts/places.ts'

/** The benchmark's page and its script, by path. */
export async function bundlePage(): Promise<ReadonlyMap<string, string>> {
  const built = await build({
    configFile: false,
    root: under('.'),
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      lib: { entry: under('tests/bench/worker/page.ts'), formats: ['es'], fileName: () => 'page.js' },
    },
  })
  const chunks = (Array.isArray(built) ? built : [built]).flatMap((result) => ('output' in result ? result.output : []))
  const page =
    '<!doctype html><title>bench</title><body>nothing yet</body><script type="module" src="/page.js"></script>'
  return new Map([
    ['/page.html', page],
    ...chunks.flatMap((chunk) => (chunk.type === 'chunk' ? [[`/${chunk.fileName}`, chunk.code] as const] : [])),
  ])
}
