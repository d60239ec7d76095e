// @vitest-environment jsdom
import { fireEvent, render, renderHook, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import {
  getPaymentDisplayStatus,
  invalidatePaymentCache,
  isPaymentPaid,
  PaymentStatusSync,
  SynchronizedBookingCard,
  SynchronizedDashboard,
  usePaymentSync,
} from '../../../app/react/public.ts'
import { asked, booking, fetchMock, minutesAgo, ok, payment, mockFetch } from '../support/plain-fetch.ts'

// As people test such components who have never heard of this library, and without a service worker.
mockFetch()

test('a status that is given shows at once', () => {
  render(<PaymentStatusSync payment={payment('ESCROW')} />)

  expect(screen.getByText('Paid - In Escrow')).toBeTruthy()
})

test('a status that is not given is loaded', async () => {
  fetchMock.mockResolvedValue(ok({ success: true, payment: payment('ESCROW') }))
  render(<PaymentStatusSync bookingId="b1" />)

  expect(screen.getByText('Loading payment status...')).toBeTruthy()
  expect(await screen.findByText('Paid - In Escrow')).toBeTruthy()
  expect(fetchMock).toHaveBeenCalledWith('/api/payment/verify?bookingId=b1')
})

test.each([
  ['rejects', () => Promise.reject(new Error('Network error'))],
  ['is no success', () => Promise.resolve({ ok: false, json: async () => ({ error: 'x' }) })],
  ['says so', () => Promise.resolve(ok({ success: false, message: 'Not yours' }))],
  ['is nothing at all', () => Promise.resolve(undefined)],
])('an answer that %s is told as a failure', async (_, answer) => {
  fetchMock.mockImplementation(answer)
  render(<PaymentStatusSync bookingId="b1" />)

  expect(await screen.findByText('Failed to load payment status')).toBeTruthy()
})

test('without a payment it says so', async () => {
  fetchMock.mockResolvedValue(ok({ success: true, payment: null }))
  render(<PaymentStatusSync bookingId="b1" />)

  expect(await screen.findByText('No payment information available')).toBeTruthy()
})

test('a pending payment is being processed', () => {
  render(<PaymentStatusSync payment={{ id: 'x', status: 'PENDING', createdAt: minutesAgo(1) } as never} />)
  expect(screen.getByText('Processing Payment...')).toBeTruthy()
})

test('after 8 minutes it takes longer than expected', () => {
  render(<PaymentStatusSync payment={{ id: 'x', status: 'PENDING', createdAt: minutesAgo(9) } as never} />)

  expect(screen.getByText('Payment Taking Longer Than Expected')).toBeTruthy()
})

test('Refresh asks again, and Verify asks Paystack; what changed is told', async () => {
  const onStatusChange = vi.fn()
  fetchMock.mockResolvedValue(ok({ success: true, payment: payment('PENDING') }))
  render(<PaymentStatusSync bookingId="b1" payment={payment('PENDING')} onStatusChange={onStatusChange} />)
  await waitFor(() => expect(fetchMock).toHaveBeenCalledTimes(1))
  await userEvent.click(screen.getByTitle('Refresh payment status'))
  await waitFor(() => expect(fetchMock).toHaveBeenCalledTimes(2))
  expect(onStatusChange).not.toHaveBeenCalled()

  fetchMock.mockResolvedValue(ok({ success: true, payment: payment('ESCROW') }))
  await userEvent.click(screen.getByTitle('Verify payment with Paystack'))
  expect(await screen.findByText('Paid - In Escrow')).toBeTruthy()
  const [, init] = fetchMock.mock.calls.find(([url]) => url === '/api/payment/verify') ?? []
  expect(init).toMatchObject({ method: 'POST', body: JSON.stringify({ reference: 'ref-1' }) })
  expect(onStatusChange.mock.calls.map(([status]) => status)).toEqual(['ESCROW'])
})

test('showRefreshButton={false} leaves the buttons out', () => {
  render(<PaymentStatusSync payment={payment('ESCROW')} showRefreshButton={false} />)

  expect(screen.queryByTitle('Refresh payment status')).toBe(null)
})

test('the hook loads, and says when', async () => {
  fetchMock.mockResolvedValue(ok({ success: true, payment: payment('ESCROW'), booking: booking('CONFIRMED') }))
  const { result } = renderHook(() => usePaymentSync({ bookingId: 'b1' }))
  expect(result.current).toMatchObject({ payment: null, isLoading: true, error: null })
  await waitFor(() => expect(result.current.isLoading).toBe(false))

  expect(result.current.payment).toMatchObject({ status: 'ESCROW' })
  expect(result.current.booking).toMatchObject({ id: 'b1' })
  expect(result.current.lastUpdated).toBeInstanceOf(Date)
  expect(result.current.isOptimistic).toBe(false)
})

test('under fake timers a pending payment is asked for every 30 s, and a settled one never', async () => {
  vi.useFakeTimers()
  fetchMock.mockResolvedValue(ok({ success: true, payment: payment('PENDING') }))
  const { unmount } = renderHook(() => usePaymentSync({ bookingId: 'b1', refreshInterval: 30_000 }))
  await vi.advanceTimersByTimeAsync(0)
  expect(fetchMock).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(30_000)
  expect(fetchMock).toHaveBeenCalledTimes(2)
  fetchMock.mockResolvedValue(ok({ success: true, payment: payment('RELEASED') }))
  await vi.advanceTimersByTimeAsync(30_000)
  expect(fetchMock).toHaveBeenCalledTimes(3)
  await vi.advanceTimersByTimeAsync(300_000)
  expect(fetchMock).toHaveBeenCalledTimes(3)
  unmount()

  expect(vi.getTimerCount()).toBe(0)
})

test.each([
  ['CONFIRMED', null, 'Pay Now'],
  ['CONFIRMED', undefined, 'Pay Now'],
  ['CONFIRMED', 'PENDING', 'Check Payment Status'],
  ['AWAITING_CONFIRMATION', 'ESCROW', 'Confirm Completion'],
  ['PENDING', null, 'Cancel Booking'],
  ['IN_PROGRESS', 'ESCROW', 'Message Provider'],
])('a card of a booking that is %s, with payment %s, offers "%s"', (status, paid, label) => {
  render(<SynchronizedBookingCard booking={booking(status, { payment: paid && payment(paid) })} />)

  expect(screen.getByRole('article', { name: 'Booking b1' })).toBeTruthy()
  expect(screen.getByText(label)).toBeTruthy()
})

test('Refresh and actions of a card tell the app', async () => {
  const [onUpdate, onRefresh] = [vi.fn(), vi.fn()]
  fetchMock.mockResolvedValue(ok({ success: true }))
  render(<SynchronizedBookingCard booking={booking('CONFIRMED')} onUpdate={onUpdate} onRefresh={onRefresh} />)
  fireEvent.click(screen.getByTitle('Refresh booking status'))
  expect(onRefresh).toHaveBeenCalledWith('b1')
  fireEvent.click(screen.getByText('Cancel Booking'))

  await waitFor(() => expect(onUpdate).toHaveBeenCalledWith('b1'))
  expect(asked('/api/book-service/b1/cancel')).toBe(1)
})

test('a status that is given none by an app that may not know shows that, and asks', async () => {
  fetchMock.mockResolvedValue(ok({ success: true, payment: payment('ESCROW') }))
  render(<PaymentStatusSync bookingId="b1" payment={null} />)
  expect(screen.getByText('No payment information available')).toBeTruthy()

  expect(await screen.findByText('Paid - In Escrow')).toBeTruthy()
})

test('the helpers know what is paid, and what it is called', async () => {
  expect(['ESCROW', 'HELD_IN_ESCROW', 'RELEASED', 'COMPLETED'].map((status) => isPaymentPaid(payment(status)))).toEqual(
    [true, true, true, true],
  )
  expect([null, undefined, payment('PENDING'), payment('FAILED'), payment('CHECKING')].map(isPaymentPaid)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ])
  expect(getPaymentDisplayStatus(payment('HELD_IN_ESCROW'))).toBe('Paid - In Escrow')
  expect(getPaymentDisplayStatus('REFUNDED')).toBe('REFUNDED')
  expect(getPaymentDisplayStatus(null)).toBe('No payment information available')
  await expect(invalidatePaymentCache('b1', 'ref-1')).resolves.toBe(undefined)
})

test('className goes to the outermost element of each', () => {
  const { container } = render(
    <>
      <PaymentStatusSync payment={payment('ESCROW')} className="mine" />
      <SynchronizedBookingCard booking={booking('CONFIRMED')} className="mine" />
      <SynchronizedDashboard className="mine" />
    </>,
  )

  expect(Array.from(container.children, ({ classList }) => classList.contains('mine'))).toEqual([true, true, true])
})
