import type { BrowserContext, Locator, Page } from '@playwright/test'
import type { PaymentSyncClient } from '../../../app/client/public.ts'
import type { Booking } from '../../../shared/domain.ts'
import { expect, openTab } from './fixtures.ts'

/** The card of a booking on a dashboard. */
export const cardOf = (page: Page, { id }: Booking): Locator =>
  page.getByRole('article', { name: `Booking ${id}`, exact: true })

export async function logIn(page: Page, url: string, email = 'client@example.com'): Promise<void> {
  await page.goto(url)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill('payment-sync')
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page.getByRole('heading', { name: /Welcome back/ })).toBeVisible()
}

export const isLive = (page: Page): Promise<void> =>
  expect(page.locator('.badges').getByRole('status')).toHaveText('Live')

/** So many dashboards of one browser, each under control, each told by the one connection. */
export async function openDashboards(context: BrowserContext, url: string, many: number): Promise<Page[]> {
  const first = await context.newPage()
  await logIn(first, url)
  await first.waitForFunction(() => navigator.serviceWorker.controller !== null)
  const others = await Promise.all(Array.from({ length: many - 1 }, () => context.newPage()))
  for (const page of others) await page.goto(url)
  const pages = [first, ...others]
  for (const page of pages) await isLive(page)
  return pages
}

interface OnPage {
  readonly sync: PaymentSyncClient
}

/** So many pages with nothing but the page client. */
export async function openPlainPages(context: BrowserContext, url: string, many: number): Promise<Page[]> {
  const tabs = [await openTab(() => context.newPage(), url, 'default', '&live=/api/events')]
  await tabs[0]?.logIn()
  while (tabs.length < many) tabs.push(await openTab(() => context.newPage(), url, 'default', '&live=/api/events'))
  const pages = tabs.map(({ page }) => page)
  for (const page of pages)
    await page.waitForFunction(() => (globalThis as unknown as OnPage).sync.live === 'connected')
  return pages
}

/** Reads a booking whenever it is told to, and says when it first had this status, by the clock of this machine. */
export const statusAt = (page: Page, { id }: Booking, status: string): Promise<number> =>
  page.evaluate(
    ([which, wanted]) =>
      new Promise<number>((resolve) => {
        const { sync } = globalThis as unknown as OnPage
        const read = async (): Promise<void> => {
          const answer = await sync.fetch(`/api/bookings/${which}`, { cache: 'force-cache' })
          const { booking } = (await answer.json()) as { booking: Booking }
          if (booking.status === wanted) resolve(Date.now())
        }
        sync.subscribe({ groups: [`booking:${which}`] }, () => void read())
        void read()
      }),
    [id, status] as const,
  )

/** Which of them has the connection. */
export async function leaderOf(pages: readonly Page[]): Promise<Page> {
  const leading = await Promise.all(pages.map((page) => leads(page)))
  const leader = pages[leading.indexOf(true)]
  if (!leader) throw new Error('Nobody leads')
  return leader
}

/** A page knows who holds a lock only by an id; its own it learns by holding one. */
const leads = (page: Page): Promise<boolean> =>
  page.evaluate(() =>
    navigator.locks.request(crypto.randomUUID(), async (mine) => {
      const { held = [] } = await navigator.locks.query()
      const me = held.find(({ name }) => name === mine?.name)?.clientId
      return held.some(({ name, clientId }) => name?.startsWith('payment-sync live') && clientId === me)
    }),
  )

/** The id of the last event that the worker has written down. */
export const lastEvent = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('payment-sync')
        opening.addEventListener('error', () => reject(new Error('no database')))
        opening.addEventListener('success', () => {
          const asking = opening.result.transaction('meta').objectStore('meta').get('live')
          asking.addEventListener('success', () => {
            opening.result.close()
            resolve(Number((asking.result as { id: string } | undefined)?.id ?? 0))
          })
        })
      }),
  )
