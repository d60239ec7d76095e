import type { Page } from '@playwright/test'
import { expect, test } from './support/fixtures.ts'

const LIST = '/api/bookings/my-bookings'

async function logIn(page: Page, url: string, email = 'client@example.com'): Promise<void> {
  await page.goto(url)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill('payment-sync')
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page.getByRole('heading', { name: /Welcome back/ })).toBeVisible()
}

const isControlled = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => navigator.serviceWorker.controller !== null)

test('ten tabs on the dashboard follow a change in one of them, at one request for each URL in use', async ({
  context,
  url,
  traffic,
  booking,
}) => {
  const first = await context.newPage()
  await logIn(first, url)
  await isControlled(first)
  const others = await Promise.all(Array.from({ length: 9 }, () => context.newPage()))
  for (const page of others) await page.goto(url)
  const cards = [first, ...others].map((page) =>
    page.getByRole('article', { name: `Booking ${booking.id}`, exact: true }),
  )
  for (const card of cards) await expect(card.getByText('Confirmed', { exact: true })).toBeVisible()
  await Promise.all(others.map((page) => isControlled(page)))

  traffic.log.length = 0
  await cards[0]?.getByRole('button', { name: 'Cancel Booking' }).click()
  for (const card of cards) await expect(card.getByText('Cancelled', { exact: true })).toBeVisible()
  expect(traffic.count(`POST /api/book-service/${booking.id}/cancel`)).toBe(1)
  const asked = traffic.log.filter(({ method }) => method === 'GET').map(({ path }) => path)
  expect(asked).toEqual([...new Set(asked)])
  expect(asked).toContain(LIST)
})

test('a payment in one tab shows in the other without a request of its own', async ({
  context,
  url,
  traffic,
  booking,
}) => {
  const [page, other] = [await context.newPage(), await context.newPage()]
  await logIn(page, url)
  await isControlled(page)
  await other.goto(url)
  await isControlled(other)
  const cardIn = (tab: Page) => tab.getByRole('article', { name: `Booking ${booking.id}`, exact: true })
  await expect(cardIn(other).getByText('No payment information available')).toBeVisible()

  await cardIn(page).getByRole('button', { name: 'Pay Now' }).click()
  await page.waitForURL(/\/sandbox\/checkout\//)
  await page.getByRole('button', { name: /^Pay/ }).click()
  await expect(cardIn(page).getByText('Paid - In Escrow')).toBeVisible()
  await expect(cardIn(other).getByText('Paid - In Escrow')).toBeVisible()
  await expect(page).toHaveURL(`${url}/`)
  expect(traffic.count(`POST /api/book-service/${booking.id}/pay`)).toBe(1)
})
