import { onTestFinished } from 'vitest'
import type { PaymentState } from '../../../app/react/store/payment-state.ts'
import { createStore } from '../../../app/react/store/store.ts'
import { sampleBooking, samplePayment } from './sample-booking.ts'
import { standInClient } from './stand-in-client.ts'

export const LIST = '/api/bookings/my-bookings'
export const ONE = '/api/payment/verify?bookingId=7'

const watcher = { autoRefresh: true, refreshInterval: 30_000 }

export type Status = Parameters<typeof samplePayment>[0]

export const asOf = (stamp: number) => ({ 'Payment-Sync-As-Of': String(stamp) })

export const booked = (status: Status | null, more = {}) =>
  sampleBooking({ payment: status && samplePayment(status), ...more })

/** What an app brings along. */
export function brought(status: Status | null, more = {}): PaymentState {
  const booking = booked(status, more)
  return { payment: booking.payment, booking, isChecking: false }
}

/** A store of the kit, and the client that it asks. */
export function openedStore() {
  const standIn = standInClient()
  const store = createStore(() => standIn.client)
  const keep = (leave: () => void): (() => void) => {
    onTestFinished(leave)
    return leave
  }
  return {
    ...standIn,
    store,
    urls: () => standIn.asked.map(({ url }) => url),
    view: (key = 'booking:7') => store.known(key)?.view(),
    watchList: () => keep(store.bookings.resource.watch(watcher)),
    watchUser: () => keep(store.user.watch(watcher)),
    watchOne: (state?: PaymentState, key = 'booking:7') => keep(store.watchPayment(key, watcher, state)),
    /** Answers the latest question about this address. */
    answer: (url: string, body: unknown, headers = {}, status = 200) =>
      standIn.asked.findLast((each) => each.url === url)?.answer(body, headers, status),
  }
}
