import type { Page } from '@playwright/test'
import { expect, test } from './support/fixtures.ts'

const statusIn = (page: Page, id: string) =>
  page.getByRole('article', { name: `Booking ${id}`, exact: true }).getByRole('status')

test('tabs that follow the same pending payments share each question, and each change', async ({
  open,
  context,
  url,
  traffic,
  booking,
  payElsewhere,
}) => {
  const { page: first } = await open()
  const pending = await first.evaluate(async () => {
    const { bookings } = await (await fetch('/api/bookings?status=CONFIRMED', { cache: 'no-store' })).json()
    return (bookings as { id: string; payment: { status: string } | null }[])
      .filter(({ payment }) => payment?.status === 'PENDING')
      .map(({ id }) => id)
  })
  expect(pending.length).toBeGreaterThan(2)
  const ids = [...pending, booking.id]
  traffic.log.length = 0

  await context.clock.install()
  const pages: Page[] = []
  let answered = 0
  for (let tab = 0; tab < 3; tab += 1) {
    const page = await context.newPage()
    page.on('requestfinished', (request) => {
      if (request.url().includes('/api/payment/verify') && !request.serviceWorker()) answered += 1
    })
    await page.goto(`${url}/kit.html?ids=${ids.join()}`)
    for (const id of pending) await expect(statusIn(page, id)).toContainText('Payment Pending')
    pages.push(page)
  }
  const asked = () => traffic.log.filter(({ path }) => path.startsWith('/api/payment/verify'))
  await expect.poll(() => asked().length).toBe(pending.length)
  // For the pages half a minute passes; for the worker hardly any time does, so what it holds is young enough.
  await context.clock.fastForward(30_000)
  await expect.poll(() => answered).toBe(2 * pages.length * pending.length)
  const once = pending.map((id) => `/api/payment/verify?bookingId=${id}`).sort()
  expect(
    asked()
      .map(({ path }) => path)
      .sort(),
  ).toEqual(once)

  await payElsewhere(booking)
  traffic.log.length = 0
  await pages[0]
    ?.getByRole('article', { name: `Booking ${booking.id}`, exact: true })
    .getByTitle('Refresh booking status')
    .click()
  for (const page of pages) await expect(statusIn(page, booking.id)).toContainText('Paid - In Escrow')
  expect(asked().filter(({ path }) => path.endsWith(`=${booking.id}`))).toHaveLength(1)
})
