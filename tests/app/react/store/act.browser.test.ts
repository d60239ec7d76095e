import { expect, test, vi } from 'vitest'
import { act } from '../../../../app/react/store/act.ts'
import { refreshPayment } from '../../../../app/react/store/payment-acts.ts'
import { asOf, booked, brought, LIST, ONE, openedStore } from '../../support/opened-store.ts'
import { samplePayment } from '../../support/sample-booking.ts'

test('what is being done shows at once, and what the server makes of it after that', async () => {
  const { watchOne, answer, view, store } = openedStore()
  watchOne(brought(null))
  const url = '/api/book-service/7/cancel'
  const done = act(store, 'booking:7', { url, optimistic: { status: 'CANCELLED' } })
  expect(view()).toMatchObject({ isOptimistic: true, booking: { status: 'CANCELLED' } })
  answer(url, { booking: booked(null, { status: 'CANCELLED', version: 2 }) }, asOf(20))
  await done

  expect(view()).toMatchObject({ isOptimistic: false, booking: { status: 'CANCELLED', version: 2 } })
})

test('what could not be done is taken back, with the reason', async () => {
  const { watchOne, answer, view, store } = openedStore()
  watchOne(brought(null))
  const url = '/api/book-service/7/cancel'
  const done = act(store, 'booking:7', { url, optimistic: { status: 'CANCELLED' } })
  answer(url, { detail: 'Booking 7 is COMPLETED.' }, {}, 409)
  await expect(done).rejects.toMatchObject({ status: 409, message: 'Booking 7 is COMPLETED.' })

  expect(view()).toMatchObject({ isOptimistic: false, booking: { status: 'CONFIRMED' } })
})

test('of what may have been done the server is asked', async () => {
  const { watchOne, asked, view, store } = openedStore()
  watchOne(brought(null))
  const done = act(store, 'booking:7', { url: '/x', optimistic: { status: 'CANCELLED' } })
  asked[0]?.fail(new TypeError('Failed to fetch'))
  await expect(done).rejects.toMatchObject({ isOutcomeUnknown: true })

  expect(view()?.isOptimistic).toBe(false)
  expect(asked[1]).toMatchObject({ url: ONE, init: { cache: 'reload' } })
})

test('an answer to a change that knows less than a read is not shown; a newer read decides', async () => {
  const { watchOne, answer, asked, view, store } = openedStore()
  watchOne(brought(null))
  const done = act(store, 'booking:7', { url: '/x', optimistic: { status: 'CANCELLED' } })
  void store.known('booking:7')?.resource.load('poll')
  answer(ONE, { payment: null, booking: booked(null) }, asOf(101))
  await vi.waitFor(() => expect(view()?.isRefreshing).toBe(false))
  answer('/x', { booking: booked(null, { status: 'CANCELLED', version: 2 }) }, asOf(100))
  await vi.waitFor(() => expect(asked).toHaveLength(3))
  expect(view()?.booking?.status).toBe('CANCELLED')
  answer(ONE, { payment: null, booking: booked(null, { status: 'CANCELLED' }) }, asOf(111))
  await done

  expect(view()).toMatchObject({ isOptimistic: false, booking: { status: 'CANCELLED' } })
})

test('what a list has shown already is not asked for once more when the answer to the change comes late', async () => {
  const { watchList, watchOne, answer, asked, tell, view, store } = openedStore()
  watchOne(brought(null))
  watchList()
  answer(LIST, { bookings: [booked(null)] }, asOf(90))
  await store.bookings.resource.idle()
  const done = act(store, 'booking:7', { url: '/x', optimistic: { status: 'CANCELLED' } })
  tell({ groups: ['booking:7'], asOf: 105 })
  const cancelled = booked(null, { status: 'CANCELLED', version: 2 })
  answer(LIST, { bookings: [cancelled] }, asOf(110))
  await store.bookings.resource.idle()
  answer('/x', { booking: cancelled }, asOf(100))
  await done

  expect(asked.map(({ url }) => url)).toEqual([LIST, '/x', LIST])
  expect(view()).toMatchObject({ isOptimistic: false, booking: { status: 'CANCELLED' } })
})

test('manual refresh is told to all tabs, and within a second done once', async () => {
  const { watchOne, answer, asked, invalidated, store } = openedStore()
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
  const { watchOne, answer, asked, client, store } = openedStore()
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
