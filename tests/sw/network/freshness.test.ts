import * as fc from 'fast-check'
import CachePolicy from 'http-cache-semantics'
import { expect, test } from 'vitest'
import type { ClassPolicy } from '../../../shared/policy.ts'
import { lifetime, mayBeStored } from '../../../sw/network/freshness.ts'

const TTL = 300_000

const classOf = (strategy: ClassPolicy['strategy'], ttl = TTL): ClassPolicy => ({
  strategy,
  ttl,
  timeout: 3_000,
  revalidateAfter: 30_000,
  outlivesRun: true,
})
const booking = classOf('stale-while-revalidate')
const payment = classOf('network-first')

/** Seconds for which an answer is fresh, may be shown while it is revalidated, and may stand in for a failure. */
function seconds(cacheControl: string | null, of = booking): number[] {
  const { fresh, whileRevalidating, ifError } = lifetime(cacheControl, of)
  return [fresh, whileRevalidating, ifError].map((ms) => ms / 1_000)
}

test.each([null, '', 'private', 'public, immutable', 's-maxage=5', 'x-max-age=5'])(
  'where the server is silent (%j) the table holds',
  (header) => {
    expect(seconds(header)).toEqual([300, 300, 300])
    expect(seconds(header, payment)).toEqual([300, 300, 300])
  },
)

test.each([
  ['max-age=10', [10, 10, 10]],
  ['max-age=0', [0, 0, 0]],
  ['max-age=900', [300, 300, 300]],
  ['max-age=10, stale-while-revalidate=20', [10, 30, 10]],
  ['max-age=10, stale-if-error=60', [10, 10, 70]],
  ['max-age=10, stale-while-revalidate=900, stale-if-error=900', [10, 300, 300]],
  ['max-age=10, must-revalidate', [10, 10, 10]],
  ['max-age=10, must-revalidate, stale-while-revalidate=20, stale-if-error=20', [10, 10, 10]],
  ['must-revalidate', [300, 0, 0]],
  ['Max-Age="10" ,  PRIVATE', [10, 10, 10]],
])('%s shortens what the table allows', (header, expected) => {
  expect(seconds(header)).toEqual(expected)
})

test('no-cache means asking, but a network-first route asks anyway, and holds to its table', () => {
  expect(seconds('no-cache')).toEqual([0, 0, 0])
  expect(seconds('private, no-cache', classOf('cache-first'))).toEqual([0, 0, 0])
  expect(seconds('private, no-cache', payment)).toEqual([300, 300, 300])
  expect(seconds('no-cache, max-age=5', payment)).toEqual([5, 5, 5])
})

test.each(['max-age=soon', 'max-age=-5', 'max-age', 'max-age=', 'max-age=1e9', 'max-age=5s'])(
  'a number that can not be read (%s) is none: the answer is stale',
  (header) => {
    expect(seconds(header)).toEqual([0, 0, 0])
  },
)

test.each(['max-age=5, max-age=60', 'max-age=60, max-age=5', 'max-age=60, max-age="5"'])(
  'of two numbers the smaller counts (%s)',
  (header) => {
    expect(seconds(header)[0]).toBe(5)
  },
)

test('of two numbers one of which can not be read, the answer is stale', () => {
  expect(seconds('max-age=60, max-age=soon')[0]).toBe(0)
  expect(seconds('max-age=soon, max-age=60')[0]).toBe(0)
})

test.each<[cacheControl: string | null, vary: string | null, may: boolean]>([
  [null, null, true],
  ['private, no-cache', 'Accept, Cookie', true],
  ['no-store', null, false],
  ['private, No-Store', null, false],
  ['max-age=60, no-store', null, false],
  ['x-no-store', null, true],
  [null, '*', false],
  [null, 'Accept, *', false],
])('an answer with Cache-Control %j and Vary %j may be stored: %j', (cacheControl, vary, may) => {
  expect(mayBeStored(cacheControl, vary)).toBe(may)
})

const numbers = fc.oneof(fc.integer({ min: 0, max: 600 }).map(String), fc.constantFrom('', 'x', '-1', '1.5'))
const directive = fc.oneof(
  fc.constantFrom('private', 'public', 'no-cache', 'no-store', 'must-revalidate', 'no-transform'),
  fc
    .tuple(fc.constantFrom('max-age', 's-maxage', 'stale-while-revalidate', 'stale-if-error'), numbers)
    .map(([name, value]) => `${name}=${value}`),
)
const header = fc
  .uniqueArray(directive, { selector: (text) => text.split('=')[0], maxLength: 6 })
  .map((directives) => directives.join(', '))
const anyClass = fc
  .tuple(fc.constantFrom('network-first', 'stale-while-revalidate', 'cache-first'), fc.integer({ min: 0, max: TTL }))
  .map(([strategy, ttl]) => classOf(strategy, ttl))

test('nothing is used for longer than the table allows, and nothing fresh is called stale', () => {
  fc.assert(
    fc.property(fc.oneof(header, fc.string()), anyClass, (cacheControl, of) => {
      const { fresh, whileRevalidating, ifError } = lifetime(cacheControl, of)
      for (const life of [fresh, whileRevalidating, ifError]) expect(life).toSatisfy((ms) => ms >= 0 && ms <= of.ttl)
    }),
  )
})

test('nothing is used for longer than http-cache-semantics allows, where the server says anything', () => {
  fc.assert(
    fc.property(header, anyClass, (cacheControl, of) => {
      const theirs = new CachePolicy(
        { url: '/', method: 'GET', headers: {} },
        { status: 200, headers: { 'cache-control': cacheControl } },
        { shared: false },
      )
      expect(mayBeStored(cacheControl, null)).toBe(theirs.storable())
      if (!theirs.storable()) return

      const says = (name: string): boolean => cacheControl.includes(name)
      const toldToAsk = says('no-cache') && of.strategy !== 'network-first'
      // Where it is silent, and of `no-cache` on a network-first route, the table says what holds.
      if (says('no-cache') ? !toldToAsk : !says('max-age=')) return
      const allowed = Math.max(0, theirs.maxAge() * 1_000)
      const { fresh, whileRevalidating, ifError } = lifetime(cacheControl, of)
      expect(fresh).toBeLessThanOrEqual(allowed)
      // They read `1.5` as 1 and count from -1, where we read no number, and 0: then only the bound is compared.
      if (!toldToAsk && !/max-age=\d+(?:,|$)/.test(cacheControl)) return
      expect(fresh).toBe(Math.min(of.ttl, allowed))
      if (!theirs.useStaleWhileRevalidate()) expect(whileRevalidating).toBeLessThanOrEqual(allowed)
      if (says('must-revalidate')) expect([whileRevalidating, ifError]).toEqual([fresh, fresh])
    }),
    { numRuns: 2_000 },
  )
})
