import type { Page } from '@playwright/test'
import type { Booking } from '../../shared/domain.ts'
import { Door } from './support/door.ts'
import { expect, test as base } from './support/fixtures.ts'
import {
  cardOf,
  isLive,
  lastEvent,
  leaderOf,
  logIn,
  openDashboards,
  openPlainPages,
  statusAt,
} from './support/live-pages.ts'
import { WorkerControl } from './support/worker-control.ts'

interface LiveFixtures {
  readonly door: Door
}

const test = base.extend<LiveFixtures>({
  door: async ({ backend }, use) => {
    const door = new Door(Number(new URL(backend.url).port))
    await door.open()
    await use(door)
    await door.shut()
  },
})

/** From now on until every tab shows the words. */
async function untilShown(pages: readonly Page[], booking: Booking, words: string): Promise<number> {
  const began = Date.now()
  await Promise.all(pages.map((page) => expect(cardOf(page, booking).getByText(words, { exact: true })).toBeVisible()))
  return Date.now() - began
}

test('a change typed into the database is in ten tabs within a second, over one connection and for one request', async ({
  context,
  url,
  backend,
  traffic,
  booking,
  typeIntoDatabase,
}) => {
  const pages = await openPlainPages(context, url, 10)
  expect(backend.streams()).toBe(1)
  await Promise.all(pages.map((page) => statusAt(page, booking, 'CONFIRMED')))
  const has = pages.map((page) => statusAt(page, booking, 'CANCELLED'))
  // Once this is answered, what was asked before has begun: they listen.
  await Promise.all(pages.map((page) => page.evaluate(() => document.readyState)))
  traffic.log.length = 0

  const typed = Date.now()
  await typeIntoDatabase(booking, 'CANCELLED')
  expect(Math.max(...(await Promise.all(has))) - typed).toBeLessThan(1_000)
  expect(traffic.count(`GET /api/bookings/${booking.id}`)).toBe(1)
  expect(backend.streams()).toBe(1)
})

test('every dashboard of ten shows it', async ({ context, url, backend, booking, typeIntoDatabase }) => {
  const pages = await openDashboards(context, url, 10)
  await untilShown(pages, booking, 'Confirmed')
  await typeIntoDatabase(booking, 'CANCELLED')
  await untilShown(pages, booking, 'Cancelled')
  expect(backend.streams()).toBe(1)
})

test('the tab with the connection is closed: another one takes over, and nothing is missed', async ({
  context,
  url,
  backend,
  booking,
  typeIntoDatabase,
}) => {
  const pages = await openDashboards(context, url, 3)
  const leader = await leaderOf(pages)
  const others = pages.filter((page) => page !== leader)
  await leader.close()
  await typeIntoDatabase(booking, 'CANCELLED')
  expect(await untilShown(others, booking, 'Cancelled')).toBeLessThan(5_000)
  await expect.poll(() => backend.streams()).toBe(1)
})

test('the tab with the connection hangs and keeps its lock: it is taken from it, and given up when it wakes', async ({
  context,
  url,
  backend,
  booking,
  typeIntoDatabase,
}) => {
  const pages = await openDashboards(context, url, 3)
  const leader = await leaderOf(pages)
  const others = pages.filter((page) => page !== leader)
  const hanging = leader.evaluate(() => {
    const end = Date.now() + 9_000
    while (Date.now() < end);
  })
  await typeIntoDatabase(booking, 'CANCELLED')
  expect(await untilShown(others, booking, 'Cancelled')).toBeLessThan(5_000)
  await hanging
  await untilShown([leader], booking, 'Cancelled')
  await expect.poll(() => backend.streams()).toBe(1)
  expect(await leaderOf(pages)).not.toBe(leader)
  for (const page of pages) await isLive(page)
})

test('the connection is cut in the middle of a change: nothing is missed', async ({
  context,
  door,
  backend,
  booking,
  typeIntoDatabase,
}) => {
  const pages = await openDashboards(context, door.url, 3)
  await untilShown(pages, booking, 'Confirmed')
  door.cut()
  await typeIntoDatabase(booking, 'CANCELLED')
  expect(await untilShown(pages, booking, 'Cancelled')).toBeLessThan(5_000)
  await expect.poll(() => backend.streams()).toBe(1)
})

test('the worker is stopped again and again while events come: each is written down, and shown', async ({
  context,
  url,
  backend,
  booking,
  typeIntoDatabase,
}) => {
  const pages = await openDashboards(context, url, 2)
  await untilShown(pages, booking, 'Confirmed')
  const worker = await WorkerControl.of(pages[0] as Page)
  const before = await lastEvent(pages[0] as Page)
  await worker.stop()
  await typeIntoDatabase(booking, 'PENDING_EXECUTION')
  await worker.stop()
  await untilShown(pages, booking, 'Payment Received')
  await worker.stop()
  await typeIntoDatabase(booking, 'IN_PROGRESS')
  await untilShown(pages, booking, 'In Progress')
  expect(await lastEvent(pages[0] as Page)).toBeGreaterThan(before)
  expect(backend.streams()).toBe(1)
})

test('the server is gone and comes back: every tab says so, and is right within 5 s', async ({
  context,
  door,
  booking,
  typeIntoDatabase,
}) => {
  const pages = await openDashboards(context, door.url, 3)
  await untilShown(pages, booking, 'Confirmed')
  await door.shut()
  for (const page of pages) await expect(page.locator('.badges').getByRole('status')).toHaveText('Not liveconnecting…')
  await typeIntoDatabase(booking, 'CANCELLED')
  await door.open()
  expect(await untilShown(pages, booking, 'Cancelled')).toBeLessThan(5_000)
  for (const page of pages) await isLive(page)
})

test('what this browser does itself is fetched once for each URL in use, and not again when the channel tells it', async ({
  context,
  url,
  traffic,
  backend,
  booking,
}) => {
  const pages = await openDashboards(context, url, 3)
  await untilShown(pages, booking, 'Confirmed')
  const before = await lastEvent(pages[0] as Page)
  traffic.log.length = 0
  await cardOf(pages[0] as Page, booking)
    .getByRole('button', { name: 'Cancel Booking' })
    .click()
  await untilShown(pages, booking, 'Cancelled')
  await expect.poll(() => lastEvent(pages[0] as Page)).toBeGreaterThan(before)
  const asked = traffic.log.filter(({ method }) => method === 'GET').map(({ path }) => path)
  expect(asked).toContain('/api/bookings/my-bookings')
  expect(asked).toEqual([...new Set(asked)])
  expect(backend.streams()).toBe(1)
})

test('the same where the channel is faster than the answer', async ({ context, url, traffic, booking }) => {
  const pages = await openDashboards(context, url, 3)
  await untilShown(pages, booking, 'Confirmed')
  const others = pages.slice(1)
  const act = traffic.hold(`POST /api/book-service/${booking.id}/cancel`, 'after')
  traffic.log.length = 0
  await cardOf(pages[0] as Page, booking)
    .getByRole('button', { name: 'Cancel Booking' })
    .click()
  await act.arrived
  await untilShown(others, booking, 'Cancelled')
  act.release()
  await untilShown(pages, booking, 'Cancelled')
  await expect(cardOf(pages[0] as Page, booking).getByText('unconfirmed')).toHaveCount(0)
  const asked = traffic.log.filter(({ method }) => method === 'GET').map(({ path }) => path)
  expect(asked).toEqual(['/api/bookings/my-bookings'])
})

test('the connection ends with its session, and comes back with the next', async ({ context, url, backend }) => {
  const [page, other] = (await openDashboards(context, url, 2)) as [Page, Page]
  await page.getByRole('button', { name: 'Log out' }).click()
  await expect(other.getByLabel('Email')).toBeVisible()
  await expect.poll(() => backend.streams()).toBe(0)
  await logIn(page, url, 'second-client@example.com')
  await isLive(page)
  await isLive(other)
  expect(backend.streams()).toBe(1)
})
