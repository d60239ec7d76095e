import { readFileSync } from 'node:fs'
import type { Locator, Page } from '@playwright/test'
import { under } from '../../scripts/places.ts'
import { newBooking } from '../server/person.ts'
import { expect, test as base } from './support/fixtures.ts'
import { cardOf, openDashboards } from './support/live-pages.ts'

const test = base.extend<{ become: (api: string) => Promise<void> }>({
  become: async ({ url }, use) => {
    const become = async (api: string): Promise<void> => {
      const headers = { 'content-type': 'application/json' }
      const { status } = await fetch(`${url}/sandbox/conditions`, {
        method: 'PUT',
        headers,
        body: JSON.stringify({ api }),
      })
      expect(status).toBe(200)
    }
    await use(become)
    await become('normal')
  },
})

/** Longer than a payment may be shown unconfirmed. */
const PAST_ITS_LIFE = { timeout: 60_000 }

async function inspect(page: Page): Promise<Locator> {
  await page.bringToFront()
  await page.keyboard.press('Alt+i')
  return page.getByRole('complementary', { name: 'Inspector' })
}

const listIn = (panel: Locator, name: string): Locator => panel.getByRole('list', { name }).getByRole('listitem')

async function pay(page: Page): Promise<void> {
  await page.waitForURL(/\/sandbox\/checkout\//)
  await page.getByRole('button', { name: /^Pay R/ }).click()
}

test('as a new user: pay in one tab, watch the other, pull the network, plug it in, and find out why', async ({
  context,
  url,
  booking,
  payElsewhere,
  backend,
}) => {
  test.setTimeout(180_000)
  const [page, other] = (await openDashboards(context, url, 2)) as [Page, Page]
  const panel = await inspect(other)
  await page.bringToFront()
  await cardOf(page, booking).getByRole('button', { name: 'Pay Now' }).click()
  await pay(page)
  for (const tab of [page, other]) await expect(cardOf(tab, booking).getByText('Paid - In Escrow')).toBeVisible()
  const changes = listIn(panel, 'What made answers wrong')
  await expect(changes.filter({ hasText: `Another tab opened the checkout of booking ${booking.id}` })).toBeVisible()

  const next = await newBooking(backend.client, backend.provider)
  await expect(cardOf(other, next).getByRole('button', { name: 'Pay Now' })).toBeVisible()
  await context.setOffline(true)
  await expect(other.getByText('You are offline.')).toBeVisible()
  await expect(cardOf(other, booking).getByText('Paid - In Escrow')).toBeVisible()
  // A payment that nobody could confirm for half a minute says so, and offers neither to pay nor to cancel.
  await expect(cardOf(other, booking).getByText('Last known, being checked…')).toBeVisible(PAST_ITS_LIFE)
  await expect(cardOf(other, next).getByRole('button', { name: 'Pay Now' })).not.toBeVisible()
  await payElsewhere(next)

  await context.setOffline(false)
  for (const tab of [page, other]) {
    await expect(cardOf(tab, next).getByText('Paid - In Escrow')).toBeVisible()
    await expect(tab.getByText('being checked…')).toHaveCount(0)
  }
  const answers = listIn(panel, 'Where answers came from')
  await expect(answers.filter({ hasText: '/api/bookings/my-bookings' }).first()).toContainText(/network|from the store/)
})

test('loaded while the API is gone: bookings from the store, payments that are too old being checked, then the truth', async ({
  context,
  url,
  become,
  booking,
}) => {
  test.setTimeout(180_000)
  const [page] = (await openDashboards(context, url, 1)) as [Page]
  const panel = await inspect(page)
  await panel.getByText('Gone', { exact: true }).click()
  await expect(panel.getByText('The API does not answer at all.')).toBeVisible()
  await expect(async () => {
    await page.reload()
    await expect(cardOf(page, booking)).toBeVisible()
    await expect(cardOf(page, booking).getByText('Checking payment…')).toBeVisible({ timeout: 2_000 })
  }).toPass(PAST_ITS_LIFE)

  await inspect(page)
  const answers = listIn(panel, 'Where answers came from')
  await expect(answers.filter({ hasText: 'old payments shown as being checked' }).first()).toContainText(
    '/api/bookings/my-bookings',
  )
  await expect(answers.filter({ hasText: '/api/auth/me' }).first()).toContainText('API unreachable or late: last known')
  await become('normal')
  // Nobody presses a button: the live channel tells that the server is back.
  await expect(cardOf(page, booking).getByText('No payment information available')).toBeVisible()
  await expect(page.getByText('Checking payment…')).toHaveCount(0)
})

test('tells this tab from the others, stops the worker’s answers for all, lets it go on, and removes it with its data', async ({
  context,
  url,
  traffic,
  booking,
}) => {
  const [page, other] = (await openDashboards(context, url, 2)) as [Page, Page]
  const panel = await inspect(page)
  await expect(panel.getByText('2 tabs').last()).toBeVisible()
  const leaders = [await leaderWords(panel), await leaderWords(await inspect(other))]
  expect(leaders.toSorted()).toEqual(['another tab', 'this tab'])
  await expect(listIn(panel, 'What is stored').filter({ hasText: '/api/bookings/my-bookings' })).toContainText(
    /left of 5 min/,
  )

  const shown = other.getByRole('complementary', { name: 'Inspector' })
  await cardOf(page, booking).getByRole('button', { name: 'Cancel Booking' }).click()
  await expect(panel.getByText(`You cancelled booking ${booking.id}`)).toBeVisible()
  await expect(shown.getByText(`Another tab cancelled booking ${booking.id}`)).toBeVisible()
  const sent = listIn(panel, 'Where answers came from').filter({ hasText: `/api/book-service/${booking.id}/cancel` })
  await expect(sent).toContainText('this tab')

  await panel.getByRole('button', { name: 'Stop the worker’s answers' }).click()
  await expect(shown.getByRole('button', { name: 'Stop the worker’s answers' })).toHaveAttribute('aria-pressed', 'true')
  traffic.log.length = 0
  await other.reload()
  await expect(other.getByText('without the worker')).toBeVisible()
  expect(traffic.count('/api/bookings/my-bookings')).toBe(1)

  await panel.getByRole('button', { name: 'Stop the worker’s answers' }).click()
  await expect(panel.getByText('The worker answers again, in every tab.')).toBeVisible()
  await panel.getByRole('button', { name: 'Remove worker and data' }).click()
  await expect(panel.getByText('Reload the page to bring it back.')).toBeVisible()
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0)
  expect(await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toEqual([])
})

test('axe finds nothing with the inspector open, and nothing moves for whoever wants no motion', async ({
  context,
  url,
}) => {
  const [page] = (await openDashboards(context, url, 1)) as [Page]
  await page.evaluate(readFileSync(under('node_modules/axe-core/axe.min.js'), 'utf8'))
  const panel = await inspect(page)
  await expect(panel.getByText('The API is as it is.')).toBeVisible()
  for (const [colorScheme, width] of [
    ['light', 1440],
    ['dark', 360],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height: 900 })
    const found = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
      }
      const { violations } = await axe.run()
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
    })
    expect(found).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
  }
  await page.getByTitle('Refresh all data').click()
  await expect(panel.locator('[data-state="lit"]').first()).toBeAttached()
  expect(await panel.evaluate((element) => element.getAnimations({ subtree: true }).length)).toBe(0)
})

const leaderWords = async (panel: Locator): Promise<string> => {
  const words = panel.getByText('Held by').locator('..').getByRole('definition')
  await expect(words).not.toHaveText('nobody')
  return (await words.textContent()) ?? ''
}
