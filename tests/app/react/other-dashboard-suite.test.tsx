// @vitest-environment jsdom
import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { StrictMode } from 'react'
import { expect, test } from 'vitest'
import { SynchronizedDashboard } from '../../../app/react/public.ts'
import { asked, booking, fetchMock, ok, payment, mockFetch } from '../support/plain-fetch.ts'

// As people test such components who have never heard of this library, and without a service worker.
mockFetch()

const user = { id: 'u1', name: 'Thandi', email: 't@example.com', role: 'CLIENT' } as const
const answers = (bookings: readonly unknown[]) => async (url: string) =>
  ok(url.includes('/auth/me') ? { user } : url.includes('my-bookings') ? { bookings } : {})

test('the dashboard loads, greets and counts', async () => {
  fetchMock.mockImplementation(
    answers([booking('COMPLETED', { payment: payment('RELEASED') }), booking('CONFIRMED', { id: 'b2' })]),
  )
  render(<SynchronizedDashboard />)
  expect(screen.getByText('Loading dashboard...')).toBeTruthy()

  expect(await screen.findByText('Welcome back, Thandi!')).toBeTruthy()
  expect(screen.getByText('Your Bookings')).toBeTruthy()
  for (const name of ['Total Bookings', 'Paid Bookings', 'Pending Payments'])
    expect(screen.getByText(name)).toBeTruthy()
  expect(screen.getAllByText('Completed')).toHaveLength(2)
  expect(screen.getAllByRole('article')).toHaveLength(2)
})

test('the dashboard without bookings says so', async () => {
  fetchMock.mockImplementation(answers([]))
  render(<SynchronizedDashboard />)

  expect(await screen.findByText('No bookings yet')).toBeTruthy()
})

test('the dashboard whose answers hold nothing says so, too', async () => {
  render(<SynchronizedDashboard />)

  expect(await screen.findByText('Failed to load dashboard data')).toBeTruthy()
})

test('the dashboard that can not be loaded says so', async () => {
  fetchMock.mockRejectedValue(new Error('Network error'))
  render(<SynchronizedDashboard />)

  expect(await screen.findByText('Failed to load dashboard data')).toBeTruthy()
})

test('what a server rendered with shows at once, and Refresh all data asks anew', async () => {
  fetchMock.mockImplementation(answers([booking('CONFIRMED')]))
  render(<SynchronizedDashboard initialBookings={[booking('CONFIRMED')]} initialUser={user} />)
  expect(screen.getByText('Welcome back, Thandi!')).toBeTruthy()
  await waitFor(() => expect(asked('/api/bookings/my-bookings')).toBe(1))
  await userEvent.click(screen.getByTitle('Refresh all data'))

  await waitFor(() => expect(asked('/api/bookings/my-bookings')).toBe(2))
})

test('the return from checkout is handled once, and the address is clean afterwards', async () => {
  history.replaceState(null, '', '/home?payment=success&booking=b1&reference=ref-1&view=all')
  fetchMock.mockImplementation(answers([booking('CONFIRMED')]))
  render(
    <StrictMode>
      <SynchronizedDashboard />
    </StrictMode>,
  )
  await waitFor(() => expect(location.search).toBe('?view=all'))

  expect(asked('/api/payment/verify')).toBe(1)
})
