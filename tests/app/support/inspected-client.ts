import type { PaymentSyncClient } from '../../../app/client/public.ts'
import { summarize } from '../../../app/client/tools/summarize.ts'
import type { Decision, EntryInfo, StatsRow } from '../../../shared/report.ts'
import { standInClient } from './stand-in-client.ts'

export const LIST = '/api/bookings/my-bookings'

export function sampleEntry(more: Partial<EntryInfo> = {}): EntryInfo {
  return {
    url: location.origin + LIST,
    class: 'booking',
    groups: ['bookings', 'booking:7', 'booking:8'],
    asOf: 1,
    confirmedAt: Date.now() - 60_000,
    ttl: 300_000,
    remaining: 240_000,
    valid: true,
    bytes: 2_000,
    etag: '"a"',
    ...more,
  }
}

export function sampleDecision(how: string, more: Partial<Decision> = {}): Decision {
  return {
    at: Date.now(),
    method: 'GET',
    url: location.origin + LIST,
    class: 'booking',
    cacheStatus: `payment-sync; ${how}`,
    duration: 12,
    clientId: 'another',
    own: false,
    ...more,
  }
}

/** What the worker counted in the minute that began so many minutes ago. */
export const sampleRow = (ago: number, counts: StatsRow['counts']): StatsRow => ({
  minute: new Date(Date.now() - ago * 60_000).toISOString().slice(0, 16),
  counts,
})

/** A worker that has seen some of everything. */
export function busyWorker() {
  const ago = (seconds: number): number => Date.now() - seconds * 1_000
  const cancel = { method: 'POST', url: `${location.origin}/api/book-service/7/cancel`, class: '' }
  const verify = `${location.origin}/api/payment/verify?bookingId=7`
  return {
    entries: [
      sampleEntry(),
      sampleEntry({ url: verify, class: 'payment', groups: ['payments', 'booking:7'], ttl: 30_000, remaining: 21_000 }),
      sampleEntry({
        url: `${location.origin}/api/services`,
        class: 'static',
        groups: ['services'],
        ttl: 1_800_000,
        remaining: 0,
      }),
      sampleEntry({ url: `${location.origin}/api/bookings/7`, groups: ['booking:7'], valid: false }),
    ],
    decisions: [
      sampleDecision('fwd=miss; fwd-status=200; stored', { at: ago(60) }),
      sampleDecision('fwd=stale; fwd-status=304; stored', { at: ago(50), url: verify, class: 'payment' }),
      sampleDecision('fwd=stale; fwd-status=200; collapsed', { at: ago(40) }),
      sampleDecision('fwd=method; fwd-status=200', { at: ago(30), ...cancel }),
      sampleDecision('hit; ttl=9; detail=network-fallback', { at: ago(20), url: verify, class: 'payment' }),
      sampleDecision('fwd=stale; fwd-status=503', { at: ago(15), url: verify, class: 'payment' }),
      sampleDecision('hit; ttl=200; detail=masked', { at: ago(10) }),
      sampleDecision('hit; ttl=240', { at: ago(5) }),
    ],
    stats: summarize(
      [
        sampleRow(6, {
          'booking hit': 12,
          'booking fwd=miss; fwd-status=200; stored': 8,
          'booking ask 200 20': 4,
          'booking ask 200 26': 2,
        }),
        sampleRow(4, {
          'payment hit; detail=network-fallback': 1,
          'payment fwd=stale; fwd-status=304; stored': 7,
          'payment confirm 304 22': 6,
          'payment ask 503 40': 1,
        }),
        sampleRow(1, {
          'booking hit': 11,
          'booking fwd=stale; fwd-status=200; stored; denied': 1,
          'booking confirm 200 18': 2,
          'static hit': 2,
          'static fwd=miss; fwd-status=200; stored': 1,
          'static ask 200 16': 1,
        }),
      ],
      Date.now(),
    ),
  }
}

/** A client whose worker tells what the test says. */
export function inspectedClient(more: Partial<PaymentSyncClient> = {}) {
  const standIn = standInClient()
  const { client, become } = standIn
  const told = {
    entries: [] as readonly EntryInfo[],
    decisions: [] as readonly Decision[],
    stats: summarize([], Date.now()),
    error: undefined as Error | undefined,
  }
  const done: string[] = []
  const answer = async <Value>(value: () => Value): Promise<Value> => {
    if (told.error) throw told.error
    return value()
  }
  Object.assign(client, {
    entries: () => answer(() => told.entries),
    decisions: () => answer(() => told.decisions),
    stats: () => answer(() => told.stats),
    pause: async (isPaused) => {
      done.push(`pause ${isPaused}`)
      become({ paused: isPaused })
    },
    unregister: async (options) => {
      done.push(`unregister ${JSON.stringify(options)}`)
      become({ state: 'uncontrolled' })
    },
    update: async () => {
      done.push('update')
      return true
    },
    ...more,
  } satisfies Partial<PaymentSyncClient>)
  return { ...standIn, told, done }
}
