import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { act } from '../../../../app/react/store/act.ts'
import { refreshPayment } from '../../../../app/react/store/payment-acts.ts'
import type { PaymentState } from '../../../../app/react/store/payment-state.ts'
import { createStore } from '../../../../app/react/store/store.ts'
import { sampleBooking, samplePayment } from '../../support/sample-booking.ts'
import { standInClient } from '../../support/stand-in-client.ts'

const LIST = '/api/bookings/my-bookings'
const ONE = '/api/payment/verify?bookingId=7'
const watcher = { autoRefresh: true, refreshInterval: 30_000 }
const asOf = (stamp: number) => ({ 'Payment-Sync-As-Of': String(stamp) })
type Status = Parameters<typeof samplePayment>[0]
const booked = (status: Status | null, more = {}) =>
  sampleBooking({ payment: status && samplePayment(status), ...more })

afterEach(() => {
  vi.useRealTimers()
})

function opened() {
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
    watchOne: (brought?: PaymentState, key = 'booking:7') => keep(store.watchPayment(key, watcher, brought)),
    /** Answers the latest question about this address. */
    answer: (url: string, body: unknown, headers = {}, status = 200) =>
      standIn.asked.findLast((each) => each.url === url)?.answer(body, headers, status),
  }
}

const brought = (status: Status | null, more = {}): PaymentState => {
  const booking = booked(status, more)
  return { payment: booking.payment, booking, isChecking: false }
}

test('fifty who follow one payment cost one request', () => {
  const { watchOne, urls } = opened()
  for (let card = 0; card < 50; card += 1) watchOne()

  expect(urls()).toEqual([ONE])
})

test('a settled payment that the app brought along is not asked for, a pending one at once', () => {
  const { watchOne, asked } = opened()
  watchOne(brought('ESCROW'))
  expect(asked).toHaveLength(0)
  watchOne({ ...brought('PENDING'), booking: undefined }, 'payment:ps-8')

  expect(asked[0]).toMatchObject({
    url: '/api/payment/verify?reference=ps-8',
    init: { headers: { 'Cache-Control': 'max-age=29' } },
  })
})

test('what a list keeps right is not asked for a second time', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
  const { store, watchList, watchOne, answer, urls, tell } = opened()
  const idle = () => vi.waitFor(() => expect(store.bookings.resource.snapshot.isLoading).toBe(false))
  watchList()
  answer(LIST, { bookings: [booked('PENDING'), booked('PENDING', { id: '8' })] }, asOf(10))
  await idle()
  watchOne(brought('PENDING'))
  watchOne(brought('PENDING', { id: '8' }), 'booking:8')
  expect(urls()).toEqual([LIST])
  await vi.advanceTimersByTimeAsync(30_000)
  expect(urls()).toEqual([LIST, LIST])
  answer(LIST, { bookings: [booked('PENDING'), booked('ESCROW', { id: '8' })] }, asOf(20))
  await idle()
  tell({ groups: ['booking:7'], asOf: 25 })

  expect(urls()).toEqual([LIST, LIST, LIST])
})

test('a list tells those who follow one of its payments, unless they know better', async () => {
  const { watchList, watchOne, answer, view, store } = opened()
  watchOne()
  watchList()
  answer(ONE, { payment: samplePayment('ESCROW'), booking: booked('ESCROW') }, asOf(20))
  await vi.waitFor(() => expect(view()?.payment?.status).toBe('ESCROW'))
  answer(LIST, { bookings: [booked('PENDING')] }, asOf(10))
  await vi.waitFor(() => expect(store.bookings.resource.snapshot.data?.bookings[0]?.payment?.status).toBe('ESCROW'))
  expect(view()?.payment?.status).toBe('ESCROW')
  void store.bookings.resource.load('poll')
  answer(LIST, { bookings: [booked('RELEASED')] }, asOf(30))

  await vi.waitFor(() => expect(view()?.payment?.status).toBe('RELEASED'))
})

test('one payment that is followed by its booking and by its reference is one payment', async () => {
  const { watchOne, answer, view } = opened()
  watchOne()
  watchOne(undefined, 'payment:ps-7')
  answer(ONE, { payment: samplePayment('ESCROW'), booking: booked('ESCROW') }, asOf(20))

  await vi.waitFor(() => expect(view('payment:ps-7')?.payment?.status).toBe('ESCROW'))
})

test('while a payment is being checked, the last known stays, marked; the truth replaces it', async () => {
  const { watchList, watchOne, answer, view, store } = opened()
  watchOne(brought('ESCROW'))
  watchList()
  answer(LIST, { bookings: [{ ...booked(null), payment: { status: 'CHECKING' } }] }, asOf(10))
  await vi.waitFor(() => expect(view()?.isChecking).toBe(true))
  expect(view()?.payment?.status).toBe('ESCROW')
  expect(store.bookings.resource.snapshot.data?.bookings[0]).toMatchObject({
    isChecking: true,
    payment: { status: 'ESCROW' },
  })
  void store.bookings.resource.load('changed')
  answer(LIST, { bookings: [booked('RELEASED')] }, asOf(20))

  await vi.waitFor(() => expect(view()).toMatchObject({ isChecking: false, payment: { status: 'RELEASED' } }))
})

test('nothing is made up for a payment that was never seen, and none is checked like any other', async () => {
  const { watchList, answer, store } = opened()
  const list = () => store.bookings.resource.snapshot.data?.bookings
  const masked = (id: string) => ({ ...booked(null, { id }), payment: { status: 'CHECKING' } })
  watchList()
  answer(LIST, { bookings: [booked(null), masked('8')] }, asOf(10))
  await vi.waitFor(() => expect(list()).toHaveLength(2))
  void store.bookings.resource.load('poll')
  answer(LIST, { bookings: [masked('7'), masked('8')] }, asOf(20))

  await vi.waitFor(() => expect(list()?.[0]).toMatchObject({ payment: null, isChecking: true }))
  expect(list()?.[1]).toMatchObject({ payment: { status: 'CHECKING' }, isChecking: true })
})

test('what is being done shows at once, and what the server makes of it after that', async () => {
  const { watchOne, answer, view, store } = opened()
  watchOne(brought(null))
  const url = '/api/book-service/7/cancel'
  const done = act(store, 'booking:7', { url, optimistic: { status: 'CANCELLED' } })
  expect(view()).toMatchObject({ isOptimistic: true, booking: { status: 'CANCELLED' } })
  answer(url, { booking: booked(null, { status: 'CANCELLED', version: 2 }) }, asOf(20))
  await done

  expect(view()).toMatchObject({ isOptimistic: false, booking: { status: 'CANCELLED', version: 2 } })
})

test('what could not be done is taken back, with the reason', async () => {
  const { watchOne, answer, view, store } = opened()
  watchOne(brought(null))
  const url = '/api/book-service/7/cancel'
  const done = act(store, 'booking:7', { url, optimistic: { status: 'CANCELLED' } })
  answer(url, { detail: 'Booking 7 is COMPLETED.' }, {}, 409)
  await expect(done).rejects.toMatchObject({ status: 409, message: 'Booking 7 is COMPLETED.' })

  expect(view()).toMatchObject({ isOptimistic: false, booking: { status: 'CONFIRMED' } })
})

test('of what may have been done the server is asked', async () => {
  const { watchOne, asked, view, store } = opened()
  watchOne(brought(null))
  const done = act(store, 'booking:7', { url: '/x', optimistic: { status: 'CANCELLED' } })
  asked[0]?.fail(new TypeError('Failed to fetch'))
  await expect(done).rejects.toMatchObject({ isOutcomeUnknown: true })

  expect(view()?.isOptimistic).toBe(false)
  expect(asked[1]).toMatchObject({ url: ONE, init: { cache: 'reload' } })
})

test('an answer to a change that knows less than a read is not shown; a newer read decides', async () => {
  const { watchOne, answer, asked, view, store } = opened()
  watchOne(brought(null))
  const done = act(store, 'booking:7', { url: '/x', optimistic: { status: 'CANCELLED' } })
  void store.known('booking:7')?.resource.load('poll')
  answer(ONE, { payment: null, booking: booked(null) }, asOf(101))
  await vi.waitFor(() => expect(view()?.isRefreshing).toBe(false))
  answer('/x', { booking: booked(null, { status: 'CANCELLED' }) }, asOf(100))
  await vi.waitFor(() => expect(asked).toHaveLength(3))
  expect(view()?.booking?.status).toBe('CANCELLED')
  answer(ONE, { payment: null, booking: booked(null, { status: 'CANCELLED' }) }, asOf(111))
  await done

  expect(view()).toMatchObject({ isOptimistic: false, booking: { status: 'CANCELLED' } })
})

test('another who logs in sees nothing of who was here', async () => {
  const { watchOne, answer, view, store } = opened()
  watchOne(brought('ESCROW'))
  onTestFinished(store.user.watch(watcher))
  answer('/api/auth/me', { user: { id: '1' } })
  await vi.waitFor(() => expect(store.user.snapshot.data?.id).toBe('1'))
  expect(view()?.payment?.status).toBe('ESCROW')
  void store.user.load('first')
  answer('/api/auth/me', { user: { id: '2' } })

  await vi.waitFor(() => expect(view()?.payment).toBe(undefined))
})

test('manual refresh is told to all tabs, and within a second done once', async () => {
  const { watchOne, answer, asked, invalidated, store } = opened()
  watchOne(brought('ESCROW'))
  const first = refreshPayment(store, 'booking:7')
  void refreshPayment(store, 'booking:7')
  await vi.waitFor(() => expect(asked).toHaveLength(1))
  answer(ONE, { payment: samplePayment('ESCROW'), booking: booked('ESCROW') })
  await first

  expect(invalidated).toEqual([['payments', 'booking:7', 'payment:ps-7']])
  expect(asked).toHaveLength(1)
  expect(asked[0]?.init).toEqual({ cache: 'force-cache' }) // What all tabs ask, so they share it.
})

test('a worker that does not answer keeps nobody from the server’s word', async () => {
  const { watchOne, answer, asked, client, store } = opened()
  const reported = vi.fn((event: ErrorEvent) => event.preventDefault())
  addEventListener('error', reported, { once: true })
  vi.spyOn(client, 'invalidate').mockRejectedValue(new Error('No answer'))
  watchOne(brought('PENDING'))
  answer(ONE, { payment: samplePayment('PENDING') })
  const done = refreshPayment(store, 'booking:7')
  await vi.waitFor(() => expect(asked).toHaveLength(2))
  answer(ONE, { payment: samplePayment('ESCROW') })
  await done

  expect(asked[1]?.init).toEqual({ cache: 'reload' })
  expect(reported).toHaveBeenCalledTimes(1)
})

test('what the app brings along later counts, unless the row says that it is older', async () => {
  const { watchOne, answer, view, store } = opened()
  watchOne()
  answer(ONE, { payment: samplePayment('ESCROW', { version: 3 }), booking: booked('ESCROW') }, asOf(10))
  await vi.waitFor(() => expect(view()?.payment?.status).toBe('ESCROW'))
  const say = (status: Status, version: number) =>
    store
      .known('booking:7')
      ?.seed({ payment: samplePayment(status, { version }), booking: undefined, isChecking: false })
  say('PENDING', 2)
  expect(view()?.payment?.status).toBe('ESCROW')
  say('RELEASED', 4)

  expect(view()?.payment?.status).toBe('RELEASED')
})

test('an answer that says the same changes nothing for who shows it', async () => {
  const { watchList, watchOne, answer, view, store } = opened()
  const idle = () => vi.waitFor(() => expect(store.bookings.resource.snapshot.isLoading).toBe(false))
  const list = () => store.bookings.resource.snapshot.data?.bookings
  watchList()
  watchOne(brought('ESCROW'))
  answer(LIST, { bookings: [booked('ESCROW'), booked(null, { id: '8' })] }, asOf(10))
  await idle()
  const [before, shown] = [list(), view()]
  void store.bookings.resource.load('poll')
  answer(LIST, { bookings: [booked('ESCROW'), booked(null, { id: '8' })] }, asOf(20))
  await idle()

  expect(list()?.map((booking, at) => booking === before?.[at])).toEqual([true, true])
  expect(view()).toBe(shown)
})
