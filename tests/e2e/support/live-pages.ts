import type { BrowserContext, Locator, Page } from '@playwright/test'
import type { Booking } from '../../../shared/domain.ts'
import { expect } from './fixtures.ts'

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

/** When the card of a booking shows the words, by the clock of this machine: the page itself looks, at each change. */
export const shownAt = (page: Page, booking: Booking, words: string): Promise<number> =>
  cardOf(page, booking).evaluate(
    (card, wanted) =>
      new Promise<number>((resolve) => {
        const look = (): void => {
          if (card.textContent?.includes(wanted)) resolve(Date.now())
        }
        new MutationObserver(look).observe(card, { subtree: true, childList: true, characterData: true })
        look()
      }),
    words,
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
