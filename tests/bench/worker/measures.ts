import { loopback, slow } from './api.ts'
import type { Stage, Stand } from './stage.ts'

/** What a measure is called, and what it is compared with. */
export interface Question {
  readonly name: string
  /** The subject that all are compared with. */
  readonly floor: string
  /** What ours may cost at most, as a multiple of the floor. */
  readonly atMost?: number
}

/** One thing that is measured, for each subject in turn, once a round. */
export interface Measure extends Question {
  readonly subjects: readonly string[]
  /** Before the first round. */
  prepare?(stand: Stand): Promise<void>
  /** ms */
  sample(stand: Stand, stage: Stage): Promise<number>
}

const peers = ['workbox', 'serwist', 'ngsw']
const holding = ['constant', 'payment-sync', ...peers]
const asking = ['no worker', 'empty', 'pass-through', 'reads whole', 'writes first', 'payment-sync', ...peers]

/** So often in a sample, of which the median counts. */
const TIMES = 15

const many = (url: string, times = TIMES): string[] => Array.from({ length: times }, () => url)

/** Bookings that nobody has asked for yet. */
let last = 1_000
const newBookings = (bytes = 500, times = TIMES): string[] =>
  Array.from({ length: times }, () => `/api/bookings/${(last += 1)}-${bytes}`)

const inTurn = ({ page }: Stand, urls: readonly string[], init?: RequestInit): Promise<number> =>
  page.evaluate(([each, how]) => bench.inTurn(each, how), [urls, init] as const)

/** Ours says whether it answers from the store: what is measured must be what it is called. */
const held = (urls: readonly string[]) => ({
  async prepare({ name, page }: Stand): Promise<void> {
    await page.evaluate((each) => bench.store(each), urls)
    for (const url of name === 'payment-sync' ? urls : []) {
      const status = await page.evaluate((each) => bench.statusOf(each), url)
      if (!status?.startsWith('payment-sync; hit')) throw new Error(`${url} is no hit, but "${status}".`)
    }
  },
})

/** From what is stored. */
const hit = (name: string, url: string, atMost?: number): Measure => ({
  name,
  floor: 'constant',
  ...(atMost !== undefined && { atMost }),
  subjects: holding,
  ...held([url]),
  sample: (stand) => inTurn(stand, many(url)),
})

/** From the network, whose answer is another each time (or the same, which a validator confirms). */
function miss(name: string, urls: () => readonly string[], { changes = true, atMost = 0, init = {} } = {}): Measure {
  return {
    name,
    floor: 'pass-through',
    ...(atMost > 0 && { atMost }),
    subjects: asking,
    async sample(stand) {
      stand.api.changes = changes
      try {
        return await inTurn(stand, urls(), init)
      } finally {
        stand.api.changes = false
      }
    },
  }
}

/** As far away as a server is for people: 100 ms and 1 Mbit/s. */
export const far = (measure: Measure): Measure => ({
  ...measure,
  name: `${measure.name}, 100 ms and 1 Mbit/s`,
  async sample(stand, stage) {
    stand.api.conditions = slow
    try {
      return await measure.sample(stand, stage)
    } finally {
      stand.api.conditions = loopback
    }
  },
})

const payment = '/api/payment/verify?bookingId=7'
const parallel = (count: number): Measure => {
  const urls = Array.from({ length: count }, (_, at) => `/api/bookings/${at + 1}`)
  return {
    name: `${count} ${count === 1 ? 'hit' : 'hits'} at once`,
    floor: 'constant',
    subjects: holding,
    ...held(urls),
    async sample({ page }) {
      // A worker that was stopped since asks again what says how a payment stands.
      await page.evaluate((each) => bench.atOnce(each), urls)
      return page.evaluate((each) => bench.atOnce(each), urls)
    },
  }
}

/** Services that are stored, and that no run of the worker has read before: it remembers none of them. */
const SERVICE = '/api/services/1'
let unread = 1_000_000
const unreadServices = (times: number): string[] =>
  Array.from({ length: times }, () => `/api/services/${(unread += 1)}`)

const fromIndexedDb: Measure = {
  name: 'hit, from IndexedDB',
  floor: 'constant',
  atMost: 1.35,
  subjects: ['constant', 'payment-sync'],
  async prepare(stand) {
    if (stand.name !== 'payment-sync') return
    await stand.page.evaluate((url) => bench.store([url]), SERVICE)
    await stand.page.evaluate((like) => bench.fill(like, 5_000, '/api/services/'), SERVICE)
    await held(unreadServices(2)).prepare(stand)
  },
  sample: (stand) => inTurn(stand, unreadServices(TIMES)),
}

export const measures: readonly Measure[] = [
  hit('hit, stale-while-revalidate', '/api/bookings/7', 1.1),
  hit('hit, cache-first', '/api/services', 1.1),
  fromIndexedDb,
  ...[1, 10, 100, 1_000].map((kB) => hit(`hit, ${kB} kB`, `/api/bookings/8-${kB * 1_000}`)),
  ...[1, 10, 50].map(parallel),
  {
    ...hit('hit, worker stopped', '/api/services', 1.25),
    subjects: [...holding, 'writes first'],
    async sample(stand, stage) {
      await stage.stopWorkers()
      return inTurn(stand, ['/api/services'])
    },
  },
  {
    name: 'not ours, worker stopped',
    floor: 'empty',
    atMost: 1.25,
    subjects: ['empty', 'payment-sync', ...peers],
    async sample(stand, stage) {
      await stage.stopWorkers()
      return inTurn(stand, ['/page.html'])
    },
  },
  miss('payment, changed', () => many(payment), { atMost: 1.1 }),
  miss('payment, confirmed by 304', () => many(payment), { changes: false, atMost: 1.1 }),
  miss('booking, first time', () => newBookings(), { atMost: 1.25 }),
  ...[10, 100, 1_000].map((kB) => miss(`booking of ${kB} kB, first time`, () => newBookings(kB * 1_000, 5))),
  miss('mutation', () => many('/api/book-service/7/pay'), { changes: false, atMost: 1.25, init: { method: 'POST' } }),
  far(miss('payment, changed', () => many(payment, 3))),
  far(miss('booking, first time', () => newBookings(500, 3))),
  far(miss('booking of 10 kB, first time', () => newBookings(10_000, 3))),
]
