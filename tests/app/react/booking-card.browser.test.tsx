import { expect, test, vi } from 'vitest'
import { SynchronizedBookingCard, type SynchronizedBookingCardProps } from '../../../app/react/public.ts'
import { renderInKit } from '../support/render-in-kit.tsx'
import { sampleBooking, samplePayment } from '../support/sample-booking.ts'

type Options = Omit<SynchronizedBookingCardProps, 'booking'>

async function card(booking = sampleBooking(), options: Options = {}) {
  const kit = await renderInKit(<SynchronizedBookingCard booking={booking} {...options} />)
  return { ...kit, article: kit.screen.getByRole('article', { name: `Booking ${booking.id}` }) }
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

test.each([
  ['PENDING', 'Waiting for Provider'],
  ['CONFIRMED', 'Confirmed'],
  ['PENDING_EXECUTION', 'Payment Received'],
  ['IN_PROGRESS', 'In Progress'],
  ['AWAITING_CONFIRMATION', 'Awaiting Confirmation'],
  ['COMPLETED', 'Completed'],
  ['CANCELLED', 'Cancelled'],
  ['POSTPONED', 'POSTPONED'],
])('a booking that is %s reads "%s"', async (status, words) => {
  const { article } = await card(sampleBooking({ status: status as 'PENDING' }))

  await expect.element(article.getByText(words, { exact: true })).toBeVisible()
})

test('amounts and times are written as people here write them', async () => {
  const { article } = await card(sampleBooking({ amount: 850_000, currency: 'ZAR' }))

  await expect.element(article.getByText(/^R\s8\s500,00$/)).toBeVisible()
  await expect.element(article.getByText('Mon, 05 Jan 2026, 10:00')).toBeVisible()
})

test('a currency without cents has none here, either', async () => {
  const { article } = await card(sampleBooking({ amount: 5_000, currency: 'JPY' }))

  await expect.element(article.getByText(/5\s?000$/)).toBeVisible()
})

test('what an API leaves out is left out', async () => {
  const { article } = await card({ id: '7', status: 'CONFIRMED', payment: null } as never)

  await expect.element(article.getByRole('heading', { name: 'Booking 7' })).toBeVisible()
  await expect.element(article.getByRole('button', { name: 'Pay Now' })).toBeVisible()
})

test('a payment that is being checked shows what it was, marked as that, and offers neither to pay nor to cancel', async () => {
  const { article } = await card({ ...sampleBooking({ payment: samplePayment('PENDING') }), isChecking: true } as never)

  await expect.element(article.getByRole('status')).toHaveTextContent('Payment PendingLast known, being checked…')
  await expect.element(article.getByRole('button', { name: 'Cancel Booking' })).not.toBeInTheDocument()
})

test('a payment that was never seen and is being checked is neither paid nor unpaid', async () => {
  const { article } = await card(sampleBooking({ payment: samplePayment('CHECKING') }))

  await expect.element(article.getByRole('status')).toHaveTextContent(/^Checking payment…$/)
  await expect.element(article.getByRole('button', { name: 'Pay Now' })).not.toBeInTheDocument()
})

test('a cancellation shows at once, unconfirmed, and is taken back with the reason', async () => {
  const onUpdate = vi.fn()
  const { article, asked } = await card(sampleBooking(), { onUpdate })
  await article.getByRole('button', { name: 'Cancel Booking' }).click()
  await expect.element(article.getByText('Cancelled', { exact: true })).toBeVisible()
  await expect.element(article.getByText('Not confirmed yet')).toBeVisible()
  await expect.element(article.getByRole('button', { name: 'Cancelling…' })).toBeDisabled()
  await expect.element(article.getByRole('button', { name: 'Pay Now' })).not.toBeInTheDocument()
  asked[0]?.answer({ detail: 'Booking 7 is COMPLETED.' }, {}, 409)

  await expect.element(article.getByRole('alert')).toHaveTextContent('“Cancel Booking” failed Booking 7 is COMPLETED.')
  await expect.element(article.getByText('Confirmed', { exact: true })).toBeVisible()
  await expect.element(article.getByText('Not confirmed yet')).not.toBeInTheDocument()
  expect(onUpdate).not.toHaveBeenCalled()
})

test('a cancellation that the server confirms stays, is announced, and told to the app once', async () => {
  const onUpdate = vi.fn()
  const { article, asked } = await card(sampleBooking(), { onUpdate })
  await article.getByRole('button', { name: 'Cancel Booking' }).click()
  asked[0]?.answer({ success: true, booking: sampleBooking({ status: 'CANCELLED', version: 2 }) })

  await expect.element(article.getByText('Booking cancelled')).toBeVisible()
  await expect.element(article.getByText('Not confirmed yet')).not.toBeInTheDocument()
  expect(onUpdate.mock.calls).toEqual([['7']])
})

test('completion is confirmed at once, but the payment says only what the server said', async () => {
  const booking = sampleBooking({ status: 'AWAITING_CONFIRMATION', payment: samplePayment('ESCROW') })
  const { article, asked } = await card(booking)
  await article.getByRole('button', { name: 'Confirm Completion' }).click()

  await expect.element(article.getByText('Completed', { exact: true })).toBeVisible()
  await expect.element(article.getByRole('status')).toHaveTextContent('Paid - In Escrow')
  expect(asked[0]?.url).toBe('/api/book-service/7/release-payment')
})

test.each([
  ['a lost answer is the same intention', 0, 1],
  ['a failure of the server is the same intention', 503, 1],
  ['a refusal is a new intention', 409, 2],
])('to try again after %s: the API is told by the key', async (_, status, keysSent) => {
  const { article, asked } = await card()
  await article.getByRole('button', { name: 'Cancel Booking' }).click()
  if (status === 0) asked[0]?.fail(new TypeError('Failed to fetch'))
  else asked[0]?.answer({}, {}, status)
  await article.getByRole('button', { name: 'Try again' }).click()

  const posts = asked.filter(({ init }) => init?.method === 'POST')
  const keys = posts.map(({ init }) => new Headers(init?.headers).get('Idempotency-Key'))
  expect(keys).toHaveLength(2)
  expect(new Set(keys).size).toBe(keysSent)
})

test('a refresh of one card is a refresh for all tabs', async () => {
  const onRefresh = vi.fn()
  const { article, invalidated } = await card(sampleBooking(), { onRefresh })
  await article.getByTitle('Refresh booking status').click()

  expect(invalidated).toEqual([['payments', 'booking:7']])
  expect(onRefresh.mock.calls).toEqual([['7']])
})

test('a payment made elsewhere shows without a click, and is told to the app', async () => {
  const onUpdate = vi.fn()
  const { article, asked, tell } = await card(sampleBooking(), { onUpdate })
  tell({ groups: ['booking:7'], asOf: 5 })
  const paid = sampleBooking({ status: 'PENDING_EXECUTION', payment: samplePayment('ESCROW') })
  asked[0]?.answer({ payment: paid.payment, booking: paid })

  await expect.element(article.getByRole('status')).toHaveTextContent('Paid - In Escrow')
  await expect.element(article.getByText('Payment Received')).toBeVisible()
  expect(onUpdate.mock.calls).toEqual([['7']])
})

test('a provider is offered what providers do, and never to pay', async () => {
  const user = { id: '9', name: 'Naledi', email: 'n@example.com', role: 'PROVIDER' } as const
  const { article } = await card(sampleBooking({ status: 'PENDING' }), { user })

  await expect.element(article.getByRole('button', { name: 'Accept Booking' })).toBeVisible()
  await expect.element(article.getByRole('button', { name: 'Message Provider' })).not.toBeInTheDocument()
  await expect.element(article.getByText('Thandi Nkosi')).toBeVisible()
})

test('messages are the app’s, and an app without any leaves the button out', async () => {
  const onMessage = vi.fn()
  const { article, show } = await card(sampleBooking(), { onMessage })
  await article.getByRole('button', { name: 'Message Provider' }).click()
  expect(onMessage.mock.calls).toEqual([[expect.objectContaining({ id: '7' })]])
  await show(<SynchronizedBookingCard booking={sampleBooking()} onMessage={null} />)

  await expect.element(article.getByRole('button', { name: 'Message Provider' })).not.toBeInTheDocument()
})

test('every word can be another', async () => {
  const labels = { card: 'Buchung {id}', 'booking.CONFIRMED': 'Bestätigt', 'do.pay': 'Jetzt bezahlen' }
  const { screen } = await renderInKit(<SynchronizedBookingCard booking={sampleBooking()} />, { labels })
  const article = screen.getByRole('article', { name: 'Buchung 7' })

  await expect.element(article.getByText('Bestätigt', { exact: true })).toBeVisible()
  await expect.element(article.getByRole('button', { name: 'Jetzt bezahlen' })).toBeVisible()
})
