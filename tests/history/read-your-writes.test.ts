import { expect, test } from 'vitest'
import { booking7, given, myBookings, verify7 } from './builder.ts'
import type { Mode } from './history.ts'
import { judge, stories } from './judge.ts'

const pending = () => given().write('payment:7', 1, 0)
const makes = ['payment:7', 2] as const

test('what one tab changed, another reads', () => {
  const history = pending()
    .mutate('A', 'm3', [2_700, 2_900], { makes })
    .fetch('B', verify7, [3_210, 3_214], { 'payment:7': 2 })

  expect(judge(history)).toEqual([])
})

test('an older version after the answer is a violation, from the store or not', () => {
  const told = (from: 'store' | 'network') =>
    pending()
      .mutate('A', 'm3', [2_700, 2_900], { makes })
      .read('B', verify7, [3_210, 3_214], { 'payment:7': 1 }, { source: { from } })

  expect(stories(judge(told('store')))).toEqual([
    'Tab B read payment:7 as version 1 (PENDING) from 3.210 to 3.214 s, from the store; but at 2.900 s tab A had the answer to its mutation m3 that made version 2. (G2)',
  ])
  expect(judge(told('network'), ['G2'])).toHaveLength(1)
})

test('a read that overlaps the mutation may return either', () => {
  const history = pending()
    .request(verify7, [100, 200], { 'payment:7': 1 })
    .mutate('A', 'm', [1_000, 2_000], { makes, at: 1_100 })
    .hit('B', verify7, [1_990, 2_100], { 'payment:7': 1 })
    .hit('C', verify7, [2_000, 2_100], { 'payment:7': 1 })

  expect(judge(history)).toEqual([])
})

test('it holds for every session of the browser, and for every URL that shows the resource', () => {
  const history = pending()
    .mutate('A', 'm', [1_000, 2_000], { makes, session: 's2' })
    .hit('B', booking7, [2_100, 2_101], { 'payment:7': 1 })

  expect(judge(history, ['G2'])).toHaveLength(1)
})

test('a masked item claims nothing', () => {
  const history = pending()
    .mutate('A', 'm', [1_000, 2_000], { makes })
    .hit('B', booking7, [2_100, 2_101], { 'payment:7': { version: 1, masked: true } })

  expect(judge(history)).toEqual([])
})

test('an answer that changed nothing still tells of the state that was there', () => {
  const history = pending()
    .write('payment:7', 2, 500)
    .mutate('A', 'm', [1_000, 2_000], { keys: ['payment:7'], status: 409 })
    .hit('B', verify7, [2_100, 2_101], { 'payment:7': 1 })

  expect(stories(judge(history))).toEqual([
    'Tab B read payment:7 as version 1 (PENDING) from 2.100 to 2.101 s, from the store; but at 2.000 s tab A had the answer to its mutation m that found version 2. (G2)',
  ])
})

test('what changed while the mutation was executed, or elsewhere, is not demanded', () => {
  const history = pending()
    .request(verify7, [0, 50], { 'payment:7': 1 })
    .write('payment:7', 2, [1_400, 1_600])
    .mutate('A', 'm', [1_000, 2_000], { keys: ['payment:7'], at: 1_500 })
    .hit('B', verify7, [2_100, 2_101], { 'payment:7': 1 })

  expect(judge(history)).toEqual([])
})

test('a list that lacks what was made is from before', () => {
  const made = (items: Record<string, number>) =>
    given()
      .mutate('A', 'm', [1_000, 2_000])
      .write('booking:61', 1, 1_500, { by: 'm', listedIn: [myBookings], owners: ['s1'] })
      .hit('B', myBookings, [2_100, 2_101], items)

  expect(judge(made({ 'booking:61': 1 }))).toEqual([])
  expect(stories(judge(made({})))).toEqual([expect.stringContaining('Tab B read booking:61 as missing')])
})

test('a list that fails, or is of somebody who may not see it, lacks nothing', () => {
  const history = given()
    .mutate('A', 'm', [1_000, 2_000])
    .write('booking:61', 1, 1_500, { by: 'm', listedIn: [myBookings], owners: ['s2'] })
    .hit('B', myBookings, [2_100, 2_101], {})
    .fetch('B', myBookings, [2_200, 2_201], {}, { status: 503, session: 's2' })

  expect(judge(history)).toEqual([])
})

test('an unknown outcome counts as having happened', () => {
  const history = pending()
    .mutate('A', 'm', [1_000, 2_000], { makes, outcome: 'failed' })
    .hit('B', verify7, [2_100, 2_101], { 'payment:7': 1 })

  expect(stories(judge(history))).toEqual([
    'Tab B read payment:7 as version 1 (PENDING) from 2.100 to 2.101 s, from the store; but at 2.000 s tab A saw its mutation m fail that made version 2 at 1.500 s all the same. (G2)',
  ])
})

test.each([502, 504])('%i leaves the outcome unknown too', (status) => {
  const history = pending()
    .mutate('A', 'm', [1_000, 2_000], { makes, at: 5_000, status })
    .hit('B', verify7, [6_000, 6_001], { 'payment:7': 1 })

  expect(stories(judge(history, ['G2']))).toEqual([
    expect.stringContaining(
      `tab A had the answer ${status} to its mutation m that made version 2 at 5.000 s all the same`,
    ),
  ])
})

test('until the server executes it, and where the network itself says so, the old state is right', () => {
  const history = pending()
    .mutate('A', 'm', [1_000, 2_000], { makes, at: 5_000, outcome: 'failed' })
    .hit('B', verify7, [4_000, 4_500], { 'payment:7': 1 })
    .request(verify7, [4_400, 5_600], { 'payment:7': 1 }, { readAt: 4_900 })
    .read('C', verify7, [5_500, 5_610], { 'payment:7': 1 })

  expect(judge(history, ['G2'])).toEqual([])
})

test('after the server executed it late, the store must not serve the old state', () => {
  const history = pending()
    .mutate('A', 'm', [1_000, 2_000], { makes, at: 60_000, outcome: 'failed' })
    .request(verify7, [59_000, 59_100], { 'payment:7': 1 })
    .hit('B', verify7, [61_000, 61_001], { 'payment:7': 1 })

  expect(judge(history)).toEqual([expect.objectContaining({ guarantee: 'G2' })])
})

test('nobody waits for ever: later than the window, it is a change made elsewhere', () => {
  const history = pending()
    .mutate('A', 'm', [1_000, 2_000], { makes, at: 62_500, outcome: 'failed' })
    .request(verify7, [62_100, 62_200], { 'payment:7': 1 })
    .hit('B', verify7, [63_000, 63_001], { 'payment:7': 1 })

  expect(judge(history)).toEqual([])
})

test.each([
  ['never answered', { end: null }],
  ['abandoned by its page', { outcome: 'abandoned' as const }],
  ['out of reach', { controlled: false }],
])('a mutation %s demands nothing', (_, more) => {
  const history = pending()
    .request(verify7, [100, 200], { 'payment:7': 1 })
    .mutate('A', 'm', [1_000, 2_000], { makes, ...more })
    .hit('B', verify7, [2_100, 2_101], { 'payment:7': 1 })

  expect(judge(history)).toEqual([])
})

test('the browser’s own cache, which a page asks past the worker, knows no changes', () => {
  const read = (mode: Mode, controlled = false) =>
    pending()
      .mutate('A', 'm', [1_000, 2_000], { makes })
      .read('B', verify7, [2_100, 2_101], { 'payment:7': 1 }, { mode, ...(!controlled && { controlled }) })

  expect(judge(read('only-if-cached'), ['G2'])).toEqual([])
  expect(judge(read('force-cache'), ['G2'])).toEqual([])
  expect(judge(read('default'), ['G2'])).toHaveLength(1)
  expect(judge(read('force-cache', true), ['G2'])).toHaveLength(1)
})

test('the newest of several mutations counts', () => {
  const history = pending()
    .mutate('A', 'm1', [1_000, 2_000], { makes })
    .mutate('B', 'm2', [1_500, 2_500], { makes: ['payment:7', 3] })
    .fetch('C', verify7, [2_100, 2_200], { 'payment:7': 2 })
    .hit('C', verify7, [2_600, 2_601], { 'payment:7': 2 })

  expect(stories(judge(history, ['G2']))).toEqual([expect.stringContaining('mutation m2 that made version 3')])
})
