import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { asOf, booked, brought, LIST, ONE, openedStore, type Status } from '../../support/opened-store.ts'
import { samplePayment } from '../../support/sample-booking.ts'

afterEach(() => {
  vi.useRealTimers()
})

test('fifty who follow one payment cost one request', () => {
  const { watchOne, urls } = openedStore()
  for (let card = 0; card < 50; card += 1) watchOne()

  expect(urls()).toEqual([ONE])
})

test('a settled payment that the app brought along is not asked for, a pending one at once', () => {
  const { watchOne, asked } = openedStore()
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
  const { store, watchList, watchOne, answer, urls, tell } = openedStore()
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

test('who comes to follow a payment that a list keeps right sees what the list says', async () => {
  const { watchList, watchOne, answer, urls, view, store } = openedStore()
  watchList()
  answer(LIST, { bookings: [booked('PENDING')] }, asOf(10))
  await store.bookings.resource.idle()
  watchOne()

  expect(view()).toMatchObject({ isLoading: false, payment: { status: 'PENDING' }, booking: { id: '7' } })
  expect(urls()).toEqual([LIST])
})

test('a list tells those who follow one of its payments, unless they know better', async () => {
  const { watchList, watchOne, answer, view, store } = openedStore()
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
  const { watchOne, answer, view } = openedStore()
  watchOne()
  watchOne(undefined, 'payment:ps-7')
  answer(ONE, { payment: samplePayment('ESCROW'), booking: booked('ESCROW') }, asOf(20))

  await vi.waitFor(() => expect(view('payment:ps-7')?.payment?.status).toBe('ESCROW'))
})

test('while a payment is being checked, the last known stays, marked; the truth replaces it', async () => {
  const { watchList, watchOne, answer, view, store } = openedStore()
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
  const { watchList, answer, store } = openedStore()
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

test('another who logs in sees nothing of who was here', async () => {
  const { watchOne, watchUser, answer, view, store } = openedStore()
  watchOne(brought('ESCROW'))
  watchUser()
  answer('/api/auth/me', { user: { id: '1' } })
  await vi.waitFor(() => expect(store.user.snapshot.data?.id).toBe('1'))
  expect(view()?.payment?.status).toBe('ESCROW')
  void store.user.load('first')
  answer('/api/auth/me', { user: { id: '2' } })

  await vi.waitFor(() => expect(view()?.payment).toBe(undefined))
})

test('what the app brings along later counts, unless the row says that it is older', async () => {
  const { watchOne, answer, view, store } = openedStore()
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
  const { watchList, watchOne, answer, view, store } = openedStore()
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

test('connected again to a server that was gone, it asks about what it could not confirm; hidden it does not', async () => {
  const { store, watchList, watchOne, answer, urls, asked, become } = openedStore()
  const idle = () => vi.waitFor(() => expect(store.bookings.resource.snapshot.isLoading).toBe(false))
  watchList()
  watchOne(brought('ESCROW'), 'booking:9')
  answer(LIST, { bookings: [booked('CHECKING')] })
  await idle()
  const before = urls().length
  become({ live: 'connecting' })
  expect(urls()).toHaveLength(before)
  become({ live: 'connected' })
  expect(urls().slice(before)).toEqual([LIST])
  expect(asked.at(-1)?.init).toMatchObject({ headers: { 'Cache-Control': 'max-age=29' } })
  answer(LIST, { bookings: [booked('CHECKING')] })
  await idle()
  become({ waiting: true })
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
  become({ live: 'connecting' })
  become({ live: 'connected' })
  hidden.mockRestore()
  expect(urls().slice(before)).toEqual([LIST])
})

test('sixty cards that appear at once are told of twice, not sixty times', async () => {
  const { watchOne, store } = openedStore()
  const told = vi.fn()
  onTestFinished(store.subscribe(told))
  for (let card = 0; card < 60; card += 1) watchOne(brought('ESCROW', { id: String(card) }), `booking:${card}`)
  expect(told).toHaveBeenCalledTimes(1) // One card alone is told of in its turn.
  await Promise.resolve()

  expect(told).toHaveBeenCalledTimes(2)
})
