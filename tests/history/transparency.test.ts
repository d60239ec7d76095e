import { expect, test } from 'vitest'
import { booking7, given, verify7 } from './builder.ts'
import { judge, stories } from './judge.ts'

const pending = () => given().write('payment:7', 1, 0)

test('the server’s own answer is as it should be, whatever its status', () => {
  const history = pending()
    .fetch('A', verify7, [100, 200], { 'payment:7': { version: 1, state: 'PENDING' } })
    .fetch('A', booking7, [100, 200], {}, { status: 404 })
    .fetch('A', verify7, [300, 400], {}, { status: 503 })

  expect(judge(history)).toEqual([])
})

test.each([
  [{ 'payment:7': { version: 1, state: 'ESCROW' } }, 'the server says PENDING in that version'],
  [{ 'payment:7': 2 }, 'the server never made that'],
  [{ 'payment:8': 1 }, 'the server made that at 9.000 s'],
  [{ 'payment:9': { version: 1, digest: 'b' } }, 'the server says something else in that version'],
] as const)('what the server never said is a violation: %j', (items, why) => {
  const history = pending()
    .write('payment:8', 1, 9_000)
    .write('payment:9', 1, 0, { digest: 'a' })
    .fetch('A', verify7, [100, 200], items)

  expect(stories(judge(history))).toEqual([expect.stringContaining(`but ${why}. (G7)`)])
})

test('a masked item need not have the server’s state', () => {
  const masked = { 'payment:7': { version: 1, state: 'CHECKING', masked: true, digest: 'x' } }
  const history = pending().request(booking7, [0, 10], { 'payment:7': 1 }).hit('A', booking7, [100, 101], masked)

  expect(judge(history)).toEqual([])
})

test('an answer to another URL is not this one’s', () => {
  const swapped = pending().request(booking7, [0, 10], { 'payment:7': 1 })
  const history = () => swapped.hit('A', verify7, [100, 101], { 'payment:7': 1 })

  expect(stories(judge(history()))).toEqual([expect.stringContaining('the server had never answered that to this URL')])
})

test('where an answer was recorded without what it said, it may have said that', () => {
  const { items: _, ...silent } = {
    method: 'GET',
    url: verify7,
    session: 's1',
    start: 0,
    end: 10,
    status: 200,
    items: [],
  }
  const history = pending().hit('A', verify7, [100, 101], { 'payment:7': 1 })
  history.requests.push(silent)

  expect(judge(history)).toEqual([])
})

test('a read that fails while the network is well is a violation', () => {
  const history = pending().fail('A', verify7, [100, 200])

  expect(stories(judge(history))).toEqual([
    `Tab A's read of ${verify7} failed, from 0.100 to 0.200 s; but the network was well, and the server answered what it was asked. (G7)`,
  ])
})

test.each([
  ['the network is cut', pending().trouble('network', 150, 160)],
  ['the server leaves it unanswered', pending().request(verify7, [110, 190], {}, { status: null })],
  ['the answer is lost', pending().request(verify7, [110, 190], {}, { lost: true })],
  ['the worker is stopped twice', pending().trouble('worker', 120).trouble('worker', 180)],
])('a read may fail while %s', (_, history) => {
  expect(judge(history.fail('A', verify7, [100, 200]), ['G7'])).toEqual([])
})

test.each([
  ['the store fails', pending().trouble('store', 0, 1_000)],
  ['the worker is stopped once', pending().trouble('worker', 150)],
  ['the network was cut before', pending().trouble('network', 0, 50)],
  ['another URL is left unanswered', pending().request(booking7, [110, 190], {}, { status: null })],
])('it may not because %s', (_, history) => {
  expect(judge(history.fail('A', verify7, [100, 200]), ['G7'])).toHaveLength(1)
})

test('a browser that repeats nothing is excused for each stop', () => {
  const history = given({ survivesStops: 0 }).trouble('worker', 150).fail('A', verify7, [100, 200])

  expect(judge(history)).toEqual([])
})

test('a read that the page aborted is nobody’s failure', () => {
  expect(judge(pending().fail('A', verify7, [100, 200], { outcome: 'aborted' }))).toEqual([])
})

test('a failure that the server did not send is a violation, but for what has no network to ask', () => {
  const answered = () => pending().request(verify7, [0, 50], { 'payment:7': 1 })
  const failed = answered().read('A', verify7, [100, 200], {}, { status: 500 })
  const cached = answered().read('A', verify7, [100, 200], {}, { status: 504, mode: 'only-if-cached' })
  const gateway = answered().trouble('network', 0, 300).read('A', verify7, [100, 200], {}, { status: 502 })

  expect(stories(judge(failed))).toEqual([
    `Tab A got 500 from ${verify7} from 0.100 to 0.200 s; but the server did not say so. (G7)`,
  ])
  expect([...judge(cached), ...judge(gateway)]).toEqual([])
})

test('a refusal is not hidden by what is stored, a failure may be', () => {
  const told = (status: number) =>
    pending()
      .request(verify7, [0, 50], { 'payment:7': 1 })
      .request(verify7, [110, 150], {}, { id: 'r1', status })
      .read('A', verify7, [100, 200], { 'payment:7': 1 })

  expect(stories(judge(told(404)))).toEqual([expect.stringContaining('got 200 from')])
  expect(judge(told(503))).toEqual([])
})

test('a refused batch is no word on what is then asked for alone', () => {
  const many = '/api/payments?bookingIds=7%2C8'
  const told = (refused: string) =>
    pending()
      .request(
        refused,
        [100, 150],
        {},
        { id: 'r1', status: 404, ...(refused === many && { parts: [{ url: verify7 }] }) },
      )
      .request(verify7, [160, 200], { 'payment:7': 1 }, { id: 'r1', session: 's2' })
      .mutate('A', 'login', [120, 158], { boundary: { from: 's1', to: 's2' } })
      .read('A', verify7, [100, 200], { 'payment:7': 1 }, { id: 'r1' })

  expect(judge(told(many))).toEqual([])
  expect(stories(judge(told(verify7), ['G7']))).toEqual([expect.stringContaining('but the server said 404')])
  for (const what of ['worker', 'store'] as const)
    expect(judge(told(verify7).trouble(what, 155, 155), ['G7'])).toEqual([])
})

test('the answer to a background request came after the read it was sent for', () => {
  const history = pending()
    .request(booking7, [0, 50], { 'payment:7': 1 })
    .request(booking7, [31_001, 31_100], {}, { id: 'r1', status: 404 })
    .read('A', booking7, [31_000, 31_002], { 'payment:7': { version: 1, masked: true } })

  expect(judge(history)).toEqual([])
})
