import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import { BookingCard } from '../../../app/demo/booking-card.tsx'
import { ClientContext } from '../../../app/demo/client-context.ts'
import type { ShownBooking } from '../../../app/demo/last-known.ts'
import { sampleBooking, samplePayment, sampleUser } from '../support/sample-booking.ts'
import { standInClient } from '../support/stand-in-client.ts'

async function card(booking: ShownBooking) {
  const standIn = standInClient()
  const screen = await render(
    <ClientContext value={standIn.client}>
      <BookingCard booking={booking} user={sampleUser} />
    </ClientContext>,
  )
  return { ...standIn, article: screen.getByRole('article', { name: `Booking ${booking.id}` }) }
}

test.each([
  ['PENDING', 'Payment Pending'],
  ['ESCROW', 'Paid - In Escrow'],
  ['HELD_IN_ESCROW', 'Paid - In Escrow'],
  ['RELEASED', 'Payment Completed'],
  ['COMPLETED', 'Payment Completed'],
  ['FAILED', 'Payment Failed'],
  ['REFUNDED', 'REFUNDED'],
])('a payment that is %s reads "%s"', async (status, words) => {
  const { article } = await card(sampleBooking({ payment: samplePayment(status as 'PENDING') }))

  await expect.element(article.getByRole('status')).toHaveTextContent(words)
})

test('a booking without a payment says so', async () => {
  const { article } = await card(sampleBooking())

  await expect.element(article.getByRole('status')).toHaveTextContent('No payment information available')
})

test.each([
  ['PENDING', 'Waiting for Provider'],
  ['CONFIRMED', 'Confirmed'],
  ['PENDING_EXECUTION', 'Payment Received'],
  ['IN_PROGRESS', 'In Progress'],
  ['AWAITING_CONFIRMATION', 'Awaiting Confirmation'],
  ['COMPLETED', 'Completed'],
  ['CANCELLED', 'Cancelled'],
] as const)('a booking that is %s reads "%s"', async (status, words) => {
  const { article } = await card(sampleBooking({ status }))

  await expect.element(article.getByText(words, { exact: true })).toBeVisible()
})

test('a payment that is being checked shows what it was, marked as that', async () => {
  const { article } = await card({ ...sampleBooking({ payment: samplePayment('CHECKING') }), lastKnown: 'PENDING' })

  await expect.element(article.getByRole('status')).toHaveTextContent('Payment PendingLast known, being checked…')
  await expect.element(article.getByRole('button', { name: 'Pay Now' })).not.toBeInTheDocument()
})

test('a payment that was never seen and is being checked is neither paid nor unpaid', async () => {
  const { article } = await card(sampleBooking({ payment: samplePayment('CHECKING') }))

  await expect.element(article.getByRole('status')).toHaveTextContent(/^Checking payment…$/)
})

test('an action that fails says why at the card, and can be tried again', async () => {
  const { article, asked } = await card(sampleBooking())
  await article.getByRole('button', { name: 'Cancel Booking' }).click()
  asked[0]?.answer({ detail: 'Booking 7 is COMPLETED.' }, {}, 409)

  const alert = article.getByRole('alert')
  await expect.element(alert).toHaveTextContent('“Cancel Booking” failed. Booking 7 is COMPLETED.')
  await alert.getByRole('button', { name: 'Try again' }).click()
  expect(asked.map(({ url }) => url)).toEqual(['/api/book-service/7/cancel', '/api/book-service/7/cancel'])
  await expect.element(alert).not.toBeInTheDocument()
})

test.each([
  ['a lost answer is the same intention', 0, 1],
  ['a failure of the server is the same intention', 503, 1],
  ['a refusal is a new intention', 409, 2],
])('to try again after %s: the API is told by the key', async (_, status, keysSent) => {
  const { article, asked } = await card(sampleBooking())
  await article.getByRole('button', { name: 'Cancel Booking' }).click()
  if (status === 0) asked[0]?.fail(new TypeError('Failed to fetch'))
  else asked[0]?.answer({}, {}, status)
  await article.getByRole('button', { name: 'Try again' }).click()

  const keys = asked.map(({ init }) => new Headers(init?.headers).get('Idempotency-Key'))
  expect(keys).toHaveLength(2)
  expect(new Set(keys).size).toBe(keysSent)
})

test('while an action runs no other can be started', async () => {
  const { article } = await card(sampleBooking())
  await article.getByRole('button', { name: 'Cancel Booking' }).click()

  await expect.element(article.getByRole('button', { name: 'Cancelling…' })).toBeDisabled()
  await expect.element(article.getByRole('button', { name: 'Pay Now' })).toBeDisabled()
})

test('a refresh of one card is a refresh for all tabs', async () => {
  const { article, invalidated } = await card(sampleBooking())
  await article.getByTitle('Refresh booking status').click()

  expect(invalidated).toEqual([['booking:7']])
})
