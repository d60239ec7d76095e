import { expect, test } from 'vitest'
import { booking7, given, myBookings, verify7 } from './builder.ts'
import { judge, stories } from './judge.ts'

const list = { 'booking:7': 1 }
const paid = { 'payment:7': 1 }
const at = (start: number): readonly [number, number] => [start, start + 100]

test('tabs that ask at once share one request', () => {
  const history = given()
    .fetch('A', verify7, [100, 300], paid)
    .read('B', verify7, [150, 300], paid)
    .read('C', verify7, [200, 300], paid)

  expect(judge(history)).toEqual([])
})

test('two requests under way for one URL are a violation', () => {
  const history = given().fetch('A', verify7, [100, 300], paid).fetch('B', verify7, [200, 400], paid)

  expect(stories(judge(history))).toEqual([
    `GET ${verify7} (r2, 0.200 to 0.400 s) was sent while GET ${verify7} (r1, 0.100 to 0.300 s) was under way, and nothing had been invalidated. (G9)`,
  ])
})

test.each([
  [
    'the second wants its own',
    given().fetch('A', verify7, [100, 300], paid).fetch('B', verify7, [200, 400], paid, { mode: 'reload' }),
  ],
  [
    'the first is kept by nobody',
    given().fetch('A', verify7, [100, 300], paid, { mode: 'no-store' }).fetch('B', verify7, [200, 400], paid),
  ],
  [
    'they are of two sessions',
    given().fetch('A', verify7, [100, 300], paid).fetch('B', verify7, [200, 400], paid, { session: 's2' }),
  ],
  [
    'one is out of reach',
    given().fetch('A', verify7, [100, 300], paid).fetch('B', verify7, [200, 400], paid, { controlled: false }),
  ],
  [
    'no route names the URL',
    given().fetch('A', '/api/reviews', [100, 300], {}).fetch('B', '/api/reviews', [200, 400], {}),
  ],
  [
    'a mutation had its answer between',
    given()
      .fetch('A', verify7, [100, 300], paid)
      .mutate('A', 'm', [90, 150], { groups: ['booking:9'] })
      .fetch('B', verify7, [200, 400], paid),
  ],
  [
    'an outcome is unsettled',
    given()
      .mutate('A', 'm', [0, 50], { outcome: 'failed', groups: ['payment:7'] })
      .fetch('A', verify7, [100, 300], paid)
      .fetch('B', verify7, [200, 400], paid),
  ],
  [
    'the worker was stopped between',
    given().fetch('A', verify7, [100, 300], paid).trouble('worker', 150).fetch('B', verify7, [200, 400], paid),
  ],
  [
    'it was changed elsewhere',
    given()
      .write('payment:7', 1, 0)
      .fetch('A', verify7, [1_200, 1_500], paid)
      .write('payment:7', 2, 1_300)
      .fetch('B', verify7, [1_400, 1_600], { 'payment:7': 2 }),
  ],
])('two may be under way where %s', (_, history) => {
  expect(judge(history, ['G9'])).toEqual([])
})

test('an invalidation excuses one more request, not one for each tab', () => {
  const history = given()
    .fetch('A', verify7, [100, 500], paid)
    .invalidate(150, 'payment:7')
    .fetch('B', verify7, [200, 400], paid)
    .fetch('C', verify7, [250, 400], paid)

  expect(judge(history)).toEqual([expect.objectContaining({ events: [history.requests[2], history.requests[1]] })])
})

test('a booking is revalidated every 30 s at most, whoever asks', () => {
  const history = given()
    .fetch('A', myBookings, at(0), list)
    .fetch('B', myBookings, at(30_000), list)
    .fetch('A', myBookings, at(60_000), list)

  expect(judge(history)).toEqual([])
  expect(stories(judge(history.fetch('B', myBookings, at(80_000), list)))).toEqual([
    `GET ${myBookings} (r4, 80.000 to 80.100 s) was sent; but the answer to GET ${myBookings} (r3, 60.000 to 60.100 s) was only 20 s old, and good for 30 s. (G9)`,
  ])
})

test('a failed answer is good for nothing', () => {
  const history = given().fetch('A', myBookings, at(0), {}, { status: 503 }).fetch('B', myBookings, at(1_000), list)

  expect(judge(history)).toEqual([])
})

test('a payment is asked for each time, the catalogue once', () => {
  const payments = given().fetch('A', verify7, at(0), paid).fetch('A', verify7, at(200), paid)
  const services = given().fetch('A', '/api/services', at(0), {}).fetch('B', '/api/services', at(1_700_000), {})

  expect(judge(payments)).toEqual([])
  expect(judge(services)).toHaveLength(1)
})

test('a refetch that takes what is stored costs one request for all tabs', () => {
  const refetch = { mode: 'force-cache' } as const
  const history = given()
    .fetch('A', verify7, at(0), paid)
    .mutate('A', 'm', [1_000, 1_100], { groups: ['payment:7'] })
    .fetch('A', verify7, at(1_200), paid, refetch)

  expect(judge(history)).toEqual([])
  expect(stories(judge(history.fetch('B', verify7, at(1_400), paid, refetch)))).toEqual([
    expect.stringContaining('was only 200 ms old, and good for 30 s'),
  ])
})

test('a poll takes what is younger than it says', () => {
  const poll = (start: number) =>
    given().fetch('A', verify7, at(0), paid).fetch('B', verify7, at(start), paid, { maxAge: 29 })

  expect(judge(poll(29_000))).toEqual([])
  expect(judge(poll(28_000))).toHaveLength(1)
})

test('a mutation under which the worker was stopped may be unsettled, though it was answered', () => {
  const answered = (stop: number) =>
    given()
      .mutate('A', 'm', [0, 100], { groups: ['booking:7'] })
      .trouble('worker', stop)
      .fetch('A', booking7, at(20_000), list)
      .fetch('A', booking7, at(21_000), list)

  expect(judge(answered(50), ['G9'])).toEqual([])
  expect(judge(answered(500), ['G9'])).toHaveLength(1)
})

test('a mutation excuses asking again for what it concerns, and nothing else', () => {
  const cancelled = (url: string, items: Record<string, number>) =>
    given()
      .fetch('A', url, at(0), items)
      .mutate('A', 'm', [1_000, 1_100], { groups: ['booking:7', 'bookings'] })
      .fetch('A', url, at(1_200), items)

  expect(judge(cancelled(myBookings, {}))).toEqual([])
  expect(judge(cancelled(booking7, list))).toEqual([])
  expect(judge(cancelled('/api/bookings/8', { 'booking:8': 1 }))).toHaveLength(1)
})

test('a change that one answer discovers makes older answers wrong, once', () => {
  const history = given()
    .fetch('A', booking7, at(9_000), { 'booking:7': 1, 'payment:7': 1 })
    .fetch('A', verify7, at(12_000), { 'payment:7': 2 })
    .fetch('A', booking7, at(12_200), { 'booking:7': 1, 'payment:7': 2 })

  expect(judge(history, ['G9'])).toEqual([])
  expect(judge(history.fetch('B', booking7, at(12_400), { 'booking:7': 1, 'payment:7': 2 }), ['G9'])).toHaveLength(1)
})

test('a payment inside a booking is asked for when it has aged, though the booking has not', () => {
  const slower = given({ classes: { ...given().rules.classes, booking: { ttl: 300_000, asksAfter: 120_000 } } })
  const history = slower
    .fetch('A', booking7, at(0), { 'booking:7': 1, 'payment:7': 1 })
    .fetch('A', booking7, at(31_000), { 'booking:7': 1, 'payment:7': 1 })

  expect(judge(history)).toEqual([])
  expect(judge(history.fetch('A', booking7, at(60_000), { 'booking:7': 1, 'payment:7': 1 }))).toHaveLength(1)
})

test('each URL may discover a change once, and so make the others wrong', () => {
  const both = { 'payment:7': 2 }
  const sync = '/api/bookings/sync'
  const history = given()
    .fetch('A', sync, at(0), paid)
    .fetch('A', verify7, at(9_000), paid)
    .fetch('A', verify7, at(12_000), both)
    .fetch('A', sync, at(12_200), both)
    .fetch('A', verify7, at(12_400), both, { mode: 'force-cache' })

  expect(judge(history, ['G9'])).toEqual([])
  expect(judge(history.fetch('B', verify7, at(12_600), both, { mode: 'force-cache' }), ['G9'])).toHaveLength(1)
})

test('what came after an answer that was asked for later is not kept, and so may be discovered once more', () => {
  const [sync, both] = ['/api/bookings/sync', { 'payment:7': 2 }]
  const history = (asked: number) =>
    given()
      .fetch('A', verify7, [200, 300], paid, { mode: 'reload' })
      .fetch('B', verify7, [asked, 400], both)
      .request(sync, [60_000, 60_100], both, { id: 'r9' })
      .fetch('A', verify7, [60_020, 60_060], both)
      .request(sync, [60_110, 60_200], both, { id: 'r9' })
      .read('A', sync, [60_000, 60_200], both, { id: 'r9', mode: 'force-cache' })

  expect(judge(history(100), ['G9'])).toEqual([])
  expect(judge(history(250), ['G9'])).toHaveLength(1)
})

test('a read that began under a request which could not be shared may be sent just after it', () => {
  const late = (begin: number) =>
    given()
      .mutate('A', 'm', [0, 50], { outcome: 'failed', groups: ['booking:9'] })
      .request(verify7, [100, 300], paid)
      .request(verify7, [310, 400], paid, { id: 'r1' })
      .read('B', verify7, [begin, 400], paid, { mode: 'force-cache' })

  expect(judge(late(290), ['G9'])).toEqual([])
  expect(judge(late(305), ['G9'])).toHaveLength(1)
})

test('what was under way while a read that had to ask twice got its answer may be asked for again', () => {
  const history = (asker: string) =>
    given()
      .mutate('A', 'm1', [150, 205], { groups: ['payment:7'] })
      .mutate('A', 'm2', [220, 280], { groups: ['payment:7'] })
      .request(verify7, [100, 200], paid, { id: asker })
      .request(verify7, [210, 300], paid, { id: 'r9' })
      .request(verify7, [290, 304], paid, { id: 'r1' })
      .request(verify7, [305, 310], paid, { id: 'r1' })
      .read('A', verify7, [100, 300], paid, { id: 'r9' })
      .read('B', verify7, [285, 310], paid, { id: 'r1', mode: 'force-cache' })

  expect(judge(history('r9'), ['G9'])).toEqual([])
  expect(judge(history('r8'), ['G9'])).toHaveLength(1)
})

test('what an answer says is gone is asked for again, after any other failure what was kept stays', () => {
  const history = (status: number) =>
    given()
      .fetch('A', myBookings, at(0), list)
      .fetch('A', myBookings, at(1_000), {}, { status, mode: 'reload' })
      .fetch('B', myBookings, at(2_000), list)

  for (const status of [403, 404, 410]) expect(judge(history(status), ['G9'])).toEqual([])
  expect(judge(history(500), ['G9'])).toHaveLength(1)
})

test('what a later reload has overtaken is not joined, what comes after that is', () => {
  const overtaken = given()
    .fetch('A', verify7, [0, 500], paid)
    .fetch('A', verify7, [100, 200], paid, { mode: 'reload' })
    .fetch('B', verify7, [300, 400], paid)
  const again = overtaken.fetch('C', verify7, [350, 450], paid)
  const before = given()
    .fetch('A', verify7, [100, 500], paid)
    .fetch('A', verify7, [0, 200], paid, { mode: 'reload' })
    .fetch('B', verify7, [300, 400], paid)

  expect(judge(before, ['G9'])).toHaveLength(1)
  expect(judge(again, ['G9'])).toHaveLength(1)
  again.requests.pop()
  again.reads.pop()
  expect(judge(again, ['G9'])).toEqual([])
})

test('a read may ask once more where another answer came while its own was under way, and said something else', () => {
  const newer = { 'payment:7': 2 }
  const history = (said: Record<string, number>, came: number, asker = 'r2') =>
    given()
      .write('payment:7', 1, 0)
      .write('payment:7', 2, 50)
      .request(verify7, [45, came], said, { id: 'r1' })
      .request(verify7, [300_000, 300_100], newer, { id: 'r2' })
      .request(verify7, [300_110, 300_200], newer, { id: asker })
      .read('A', verify7, [40, came], said, { id: 'r1' })
      .read('B', verify7, [299_990, 300_200], newer, { id: 'r2', mode: 'force-cache' })
      .read('C', verify7, [299_990, 300_200], newer, { id: 'r3', mode: 'force-cache' })

  expect(judge(history(paid, 300_050), ['G9'])).toEqual([])
  // The same, long before, or for somebody else.
  expect(judge(history(newer, 300_050), ['G9'])).toHaveLength(1)
  expect(judge(history(paid, 299_900), ['G9'])).toHaveLength(1)
  expect(judge(history(paid, 300_050, 'r3'), ['G9'])).toHaveLength(1)
})

test('what was under way while an answer came whose session had ended may be asked for again', () => {
  const history = (session: string, came: number) =>
    given()
      .mutate('A', 'logout', [20, 30], { boundary: { from: 's1', to: 's2' } })
      .request(myBookings, [10, came], list, { id: 'r1', session })
      .request(myBookings, [31_000, 31_100], list, { id: 'r2', session: 's2' })
      .request(myBookings, [31_110, 31_200], list, { id: 'r2', session: 's2' })
      .read('A', myBookings, [5, came], list, { id: 'r1', session })
      .read('B', myBookings, [30_990, 31_200], list, { id: 'r2', session: 's2' })

  expect(judge(history('s1', 31_050), ['G9'])).toEqual([])
  // Another login's, beside it, that nobody ended; or one that came before.
  expect(judge(history('s7', 31_050), ['G9'])).toHaveLength(1)
  expect(judge(history('s1', 30_900), ['G9'])).toHaveLength(1)
})

test('what was asked for before a login of unknown outcome may be of a session that has ended', () => {
  const history = (status: number, asked: number) =>
    given()
      .mutate('A', 'login', [20, 30], { status, groups: ['*'] })
      .request(myBookings, [asked, 121_050], list, { id: 'r1' })
      .request(myBookings, [121_000, 121_100], list, { id: 'r2' })
      .request(myBookings, [121_110, 121_200], list, { id: 'r2' })
      .read('A', myBookings, [asked - 1, 121_050], list, { id: 'r1' })
      .read('B', myBookings, [120_990, 121_200], list, { id: 'r2' })

  expect(judge(history(502, 10), ['G9'])).toEqual([])
  // Told by the server that nothing began; or asked for after it.
  expect(judge(history(401, 10), ['G9'])).toHaveLength(1)
  expect(judge(history(502, 120_000), ['G9'])).toHaveLength(2)
})

test('what was asked for before the session began in which it was sent is shared by nobody', () => {
  const history = (begin: number) =>
    given()
      .mutate('A', 'logout', [90, 110], { boundary: { from: 's1', to: 's2' } })
      .request(verify7, [120, 200], paid, { id: 'r1', session: 's2' })
      .read('A', verify7, [begin, 200], paid, { id: 'r1', session: 's2' })
      .fetch('B', verify7, [150, 220], paid, { session: 's2' })

  expect(judge(history(100), ['G9'])).toEqual([])
  expect(judge(history(112), ['G9'])).toHaveLength(1)
})

test('who waits for others to be asked for with may be sent after an answer that was asked for later', () => {
  const history = (begin: number) =>
    given({ waitsFor: 10 })
      .fetch('A', verify7, [101, 104], paid, { mode: 'reload' })
      .request(verify7, [110, 120], paid, { id: 'r9' })
      .read('B', verify7, [begin, 120], paid, { id: 'r9', mode: 'force-cache' })

  expect(judge(history(100), ['G9'])).toEqual([])
  expect(judge(history(105), ['G9'])).toHaveLength(1)
  expect(judge(history(99), ['G9'])).toHaveLength(1)
})

test('who was asked for with others in vain may be sent after an answer that was asked for later', () => {
  const many = (ids: string): string => `/api/payments?bookingIds=${ids}`
  const history = (ids: string, at = 110) =>
    given({ waitsFor: 10 })
      .fetch('A', verify7, [101, 104], paid, { mode: 'reload' })
      .request(many(ids), [at, 120], {}, { id: 'r8', parts: [] })
      .request(verify7, [125, 130], paid, { id: 'r9' })
      .read('B', verify7, [100, 130], paid, { id: 'r9', mode: 'force-cache' })

  expect(judge(history('7%2C8'), ['G9'])).toEqual([])
  expect(judge(history('8%2C9'), ['G9'])).toHaveLength(1)
  expect(judge(history('7%2C8', 115), ['G9'])).toHaveLength(1)
})

test('a request for many is one to each that it was sent for', () => {
  const [verify8, many] = ['/api/payment/verify?bookingId=8', '/api/payments?bookingIds=7%2C8']
  const parts = [{ url: verify7 }, { url: verify8 }]
  const history = given()
    .request(many, [0, 200], {}, { id: 'r1', parts })
    .read('A', verify7, [0, 200], {}, { id: 'r1' })
    .fetch('B', verify8, [100, 150], {})

  expect(judge(history, ['G9'])).toMatchObject([
    { story: expect.stringContaining(`${verify8} (r2, 0.100 to 0.150 s) was sent while`) },
  ])
})
