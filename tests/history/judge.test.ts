import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { corruptions, type Pick } from './corruptions.ts'
import { judge, stories } from './judge.ts'
import { withPerfectCache, withoutCache } from './reference.ts'
import { scripts } from './script.ts'

test.each([
  ['no cache at all', withoutCache],
  ['a perfectly synchronised cache', withPerfectCache],
])('%s never violates anything', (_, play) => {
  fc.assert(
    fc.property(scripts(), (script) => {
      expect(stories(judge(play(script)))).toEqual([])
    }),
    { numRuns: 1_000 },
  )
})

test('the perfectly synchronised cache is a cache', () => {
  const all = fc.sample(scripts(), { numRuns: 300, seed: 1 }).flatMap((script) => withPerfectCache(script).reads)
  const share = (what: (read: (typeof all)[number]) => boolean): number => all.filter(what).length / all.length

  expect(share(({ source }) => source?.from === 'store')).toBeGreaterThan(0.1)
  expect(share(({ items }) => items.some(({ masked }) => masked))).toBeGreaterThan(0.01)
  expect(share(({ outcome }) => outcome === 'failed')).toBeGreaterThan(0.005)
})

test.each(corruptions)('$name is found wherever it is planted', ({ corrupt, breaks }) => {
  let planted = 0
  fc.assert(
    fc.property(scripts(), fc.infiniteStream(fc.nat()), (script, chance) => {
      const pick: Pick = (list) => list[chance.next().value % Math.max(1, list.length)]
      const corrupted = corrupt(withPerfectCache(script), pick)
      if (!corrupted) return
      planted += 1
      expect(judge(corrupted).map(({ guarantee }) => guarantee)).toContain(breaks)
    }),
    { numRuns: 600 },
  )
  // About 66 of the rarest.
  expect(planted).toBeGreaterThan(20)
})

test('the order in which a history was recorded does not matter, nor that it was sent as JSON', () => {
  fc.assert(
    fc.property(scripts(), fc.infiniteStream(fc.nat()), (script, chance) => {
      const history = withPerfectCache(script)
      const shuffled = Object.fromEntries(
        Object.entries(JSON.parse(JSON.stringify(history)) as typeof history).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.toSorted(() => (chance.next().value % 2) - 0.5) : value,
        ]),
      ) as unknown as typeof history
      expect(stories(judge(shuffled))).toEqual([])
    }),
    { numRuns: 200 },
  )
})
