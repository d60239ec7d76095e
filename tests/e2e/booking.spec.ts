import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { under } from '../../scripts/places.ts'
import { expect, test } from './support/fixtures.ts'

async function logIn(page: Page, url: string, email: string): Promise<void> {
  await page.goto(url)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill('payment-sync')
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page.getByRole('heading', { name: /Welcome back/ })).toBeVisible()
}

/** What axe finds on the page as it is. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(readFileSync(under('node_modules/axe-core/axe.min.js'), 'utf8'))
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    const found = await axe.run()
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
  })
}

test('a client books, the provider accepts, the client pays, the provider starts', async ({
  browser,
  context,
  url,
  traffic,
}) => {
  const client = await context.newPage()
  await logIn(client, url, 'client@example.com')
  await client.waitForFunction(() => navigator.serviceWorker.controller !== null)
  await client.getByRole('button', { name: 'New booking' }).click()
  const form = client.getByRole('dialog', { name: 'New booking' })
  await form.getByRole('button', { name: 'Request booking' }).click()
  await expect(form.getByText('Choose a service.', { exact: true })).toBeVisible()
  await form.getByLabel('Service').selectOption({ index: 2 })
  await form.getByLabel('A word to the provider').fill('The bell is broken.')
  await form.getByRole('button', { name: 'Request booking' }).click()
  await expect(form).not.toBeVisible()
  expect(traffic.count('POST /api/bookings')).toBe(1)

  const card = client.getByRole('article').filter({ hasText: 'The bell is broken.' })
  await expect(card.getByText('Waiting for Provider')).toBeVisible()
  const name = (await card.getAttribute('aria-label')) ?? ''

  const elsewhere = await browser.newContext()
  const provider = await elsewhere.newPage()
  await logIn(provider, url, 'provider@example.com')
  const theirs = provider.getByRole('article', { name, exact: true })
  await theirs.getByRole('button', { name: 'Accept Booking' }).click()
  await expect(theirs.getByText('Confirmed', { exact: true })).toBeVisible()

  await card.getByTitle('Refresh booking status').click()
  await card.getByRole('button', { name: 'Pay Now' }).click()
  await client.waitForURL(/\/sandbox\/checkout\//)
  await client.getByRole('button', { name: /^Pay/ }).click()
  await expect(card.getByText('Paid - In Escrow')).toBeVisible()

  await card.getByRole('button', { name: /^Audit trail/ }).click()
  const trail = client.getByRole('dialog', { name: /^Audit trail/ }).getByRole('listitem')
  await expect(trail).toContainText([
    'Thandi Nkosi · Booked on this site',
    'Naledi Home Services · Accepted on this site',
    'Thandi Nkosi · Checkout opened at Paystack',
    'Paystack told the server (webhook)',
    'Paystack told the server (webhook)',
  ])
  await theirs.getByTitle('Refresh booking status').click()
  await theirs.getByRole('button', { name: 'Start Work' }).click()
  await expect(theirs.getByText('In Progress', { exact: true })).toBeVisible()
  await expect(trail).toHaveCount(6)
  await expect(trail.last()).toContainText('Naledi Home Services · Work started on this site')
  expect(await violations(client)).toEqual([])
  await elsewhere.close()
})

test('axe finds nothing on the pages of the demo, light and dark, wide and narrow', async ({ context, url }) => {
  const page = await context.newPage()
  await page.goto(url)
  await expect(page.getByRole('button', { name: 'Log in' })).toBeVisible()
  expect(await violations(page)).toEqual([])
  await logIn(page, url, 'client@example.com')
  for (const [colorScheme, width] of [
    ['light', 1440],
    ['dark', 360],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height: 900 })
    expect(await violations(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    await page.getByRole('button', { name: 'New booking' }).click()
    await expect(page.getByLabel('Service').getByRole('option').nth(3)).toBeAttached()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
  }
})
