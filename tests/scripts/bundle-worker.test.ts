import { SourceMap, type SourceMapPayload } from 'node:module'
import { expect, test } from 'vitest'
import { bundleWorker } from '../../scripts/bundle-worker.ts'

/** The end of a file's name, what the built script says, and where the sources say it in other words, those. */
const places: readonly (readonly [file: string, built: string, source?: string])[] = [
  ['sw/store/store.ts', 'it could not be written'],
  ['shared/read-policy.ts', 'a whole number from '],
  ['workbox-strategies/StrategyHandler.js', 'Promise.allSettled('],
  ['sw/event/start.ts', '.clients.claim', 'scope.clients.claim'],
]

test('a place in the built worker leads to its line in the sources', { timeout: 60_000 }, async () => {
  const { code, map } = await bundleWorker()
  const payload = JSON.parse(map) as SourceMapPayload
  const read = new SourceMap(payload)

  for (const [file, built, source = built] of places) {
    const before = code.slice(0, code.indexOf(built)).split('\n')
    const found = read.findEntry(before.length - 1, before.at(-1)?.length ?? 0)

    if (!('originalSource' in found)) throw new Error(`Nothing is known of "${built}".`)
    expect(found.originalSource).toMatch(new RegExp(`${file}$`))
    const lines = payload.sourcesContent[payload.sources.indexOf(found.originalSource)]?.split('\n')
    expect(lines?.[found.originalLine]).toContain(source)
  }
})
