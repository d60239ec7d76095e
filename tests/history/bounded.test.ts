import { expect, test } from 'vitest'
import { booking7, given, myBookings, verify7 } from './builder.ts'
import { judge, stories } from './judge.ts'

const paid = { 'payment:7': 1 }
const bookingWithPayment = { 'booking:7': 1, 'payment:7': 1 }

const pending = () => given().write('payment:7', 1, 0).write('booking:7', 1, 0, { state: 'CONFIRMED' })

test('a payment may be served until it was confirmed 30 s ago', () => {
  const history = pending().fetch('A', verify7, [100, 200], paid).hit('B', verify7, [30_200, 30_210], paid)

  expect(judge(history)).toEqual([])
})

test('a payment confirmed longer ago is a violation, and the story says by how much', () => {
  const history = pending().fetch('A', verify7, [100, 200], paid).hit('B', verify7, [31_000, 31_010], paid)

  expect(stories(judge(history))).toEqual([
    'Tab B read payment:7 as version 1 (PENDING) from 31.000 to 31.010 s, from the store; but the server last confirmed that at 0.200 s, 30.8 s before, and 30 s is the most. (G1)',
  ])
})

test('age counts from when the server read its database, where that is known', () => {
  const history = pending()
    .request(verify7, [0, 20_000], paid, { readAt: 10 })
    .hit('B', verify7, [40_000, 40_001], paid)

  expect(stories(judge(history, ['G1']))).toEqual([
    expect.stringContaining('confirmed that at 0.010 s, 39.99 s before'),
  ])
})

test('a 304 confirms, and so does an answer to another tab', () => {
  const history = pending()
    .fetch('A', verify7, [100, 200], paid)
    .request(verify7, [30_000, 30_100], paid, { status: 304 })
    .hit('B', verify7, [60_000, 60_010], paid)

  expect(judge(history)).toEqual([])
})

test.each([
  ['that was lost on its way', { lost: true }],
  ['that failed', { status: 503 }],
  ['in another session', { session: 's2' }],
  ['that had not come yet', { end: 31_500 }],
])('an answer %s confirms nothing', (_, more) => {
  const history = pending()
    .fetch('A', verify7, [100, 200], paid)
    .request(verify7, [30_000, 30_100], paid, more)
    .hit('B', verify7, [31_000, 31_010], paid)

  expect(judge(history, ['G1'])).toHaveLength(1)
})

test('an answer to another URL confirms nothing', () => {
  const history = pending()
    .fetch('A', verify7, [100, 200], paid)
    .fetch('A', booking7, [30_000, 30_100], bookingWithPayment)
    .hit('B', verify7, [31_000, 31_010], paid)

  expect(judge(history, ['G1'])).toHaveLength(1)
})

test('a payment inside a booking obeys its own TTL, the booking around it the longer one', () => {
  const history = pending()
    .fetch('A', booking7, [100, 200], bookingWithPayment)
    .hit('B', booking7, [60_000, 60_001], bookingWithPayment)

  expect(stories(judge(history))).toEqual([expect.stringMatching(/^Tab B read payment:7 .* 30 s is the most/)])
})

test('a masked payment claims nothing', () => {
  const history = pending()
    .fetch('A', booking7, [100, 200], bookingWithPayment)
    .hit('B', booking7, [60_000, 60_001], { 'booking:7': 1, 'payment:7': { version: 1, masked: true } })

  expect(judge(history)).toEqual([])
})

test('a booking is bounded too', () => {
  const history = pending()
    .fetch('A', myBookings, [100, 200], { 'booking:7': 1 })
    .hit('B', myBookings, [300_300, 300_301], { 'booking:7': 1 })

  expect(stories(judge(history))).toEqual([expect.stringContaining('300 s is the most')])
})

test('without a word about where it came from, an answer is from the store unless the server gave it meanwhile', () => {
  const slow = pending().fetch('A', verify7, [100, 60_000], paid, {})
  const joined = slow.read('B', verify7, [50_000, 60_000], paid)
  expect(judge(joined)).toEqual([])

  const stored = pending().fetch('A', verify7, [100, 200], paid).read('B', verify7, [50_000, 50_001], paid)
  expect(judge(stored)).toHaveLength(1)
})

test('an answer that is slower than its TTL comes from the network, and is excused', () => {
  const history = pending().request(verify7, [0, 40_000], paid, { readAt: 10 }).read('A', verify7, [0, 40_000], paid)

  expect(judge(history)).toEqual([])
})

test('what went past the worker was not kept by it', () => {
  const history = pending()
    .fetch('A', verify7, [100, 200], paid)
    .fetch('B', verify7, [30_000, 30_100], paid, { controlled: false })
    .hit('C', verify7, [31_000, 31_010], paid)

  expect(judge(history, ['G1'])).toHaveLength(1)
})

test('a payment does not outlive the run of the worker that learnt it, a booking does', () => {
  const history = pending()
    .fetch('A', booking7, [100, 200], bookingWithPayment)
    .trouble('worker', 300)
    .hit('B', booking7, [400, 401], bookingWithPayment)

  expect(stories(judge(history))).toEqual([
    'Tab B read payment:7 as version 1 (PENDING) from 0.400 to 0.401 s, from the store; but the worker was stopped at 0.300 s, and the server has not confirmed it since. (G1)',
  ])
})

test('a payment confirmed after the stop may be served, and so may one that was asked for before it', () => {
  const confirmed = pending()
    .fetch('A', verify7, [100, 200], paid)
    .trouble('worker', 300)
    .fetch('A', verify7, [310, 320], paid)
    .hit('B', verify7, [400, 401], paid)
  const before = pending()
    .fetch('A', verify7, [100, 200], paid)
    .hit('B', verify7, [299, 301], paid)
    .trouble('worker', 300)

  expect([...judge(confirmed), ...judge(before)]).toEqual([])
})

test('clocks may be apart by the slack', () => {
  const history = (slack: number) =>
    given({ slack })
      .write('payment:7', 1, 0)
      .fetch('A', verify7, [100, 200], paid)
      .hit('B', verify7, [30_204, 30_205], paid)

  expect(judge(history(5))).toEqual([])
  expect(judge(history(1))).toHaveLength(1)
})

const begins = ['worker', 'takeover', 'store'] as const

test.each(begins)(
  'a wall clock that was set back before another run began (%s) may make a booking younger, by no more than that',
  (how) => {
    const history = (setBy: number, back: number, run: number, read: number) =>
      pending()
        .fetch('A', myBookings, [100, 200], { 'booking:7': 1 })
        .setClock(setBy, back)
        .trouble(how, run)
        .hit('B', myBookings, [read, read + 1], { 'booking:7': 1 })

    expect(judge(history(-400, 299_000, 299_100, 300_500))).toEqual([])
    // That run may begin with any event that follows.
    expect(judge(history(-400, 299_100, 299_000, 300_500))).toEqual([])
    expect(judge(history(-400, 299_000, 299_100, 300_601))).toHaveLength(1)
    expect(judge(history(400, 299_000, 299_100, 300_500))).toHaveLength(1)
    expect(judge(history(-400, 50, 299_100, 300_500))).toHaveLength(1)
    expect(judge(history(-400, 299_000, 50, 300_500))).toHaveLength(1)
  },
)

test('a clock that was set back makes nothing younger within a run, and no payment ever', () => {
  const within = pending()
    .fetch('A', myBookings, [100, 200], { 'booking:7': 1 })
    .setClock(-10_000, 299_000)
    .hit('B', myBookings, [300_300, 300_301], { 'booking:7': 1 })
  const payment = pending()
    .fetch('A', verify7, [100, 200], paid)
    .setClock(-10_000, 10_000)
    .trouble('worker', 20_000)
    .hit('B', verify7, [31_000, 31_001], paid)

  expect(judge(within)).toHaveLength(1)
  expect(judge(payment)).toHaveLength(1)
})
