import { expect as impatient, type Page } from '@playwright/test'
import type { RunningServer } from '../../app/server/start.ts'

/** A busy machine takes its time. */
const expect = impatient.configure({ timeout: 30_000 })

export interface Stage {
  readonly page: Page
  readonly server: RunningServer
}

/** How the page gets to a state, and is there. */
export type State = (stage: Stage) => Promise<unknown>

async function logIn({ page, server }: Stage, email = 'client@example.com'): Promise<void> {
  await page.goto(server.url)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill('payment-sync')
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page.getByRole('heading', { name: /Welcome back/ })).toBeVisible()
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
}

const become = ({ server }: Stage, api: string): Promise<unknown> =>
  fetch(`${server.url}/sandbox/conditions`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ api }),
  })

/** Somebody without a booking, with the password that everybody has here. */
const newcomer = ({ server }: Stage): Promise<unknown> =>
  server.database.query(
    `insert into users (name, email, role, password_hash)
     select 'Lerato Dube', 'newcomer@example.com', role, password_hash from users where email = 'client@example.com'
     on conflict do nothing`,
    [],
  )

const payable = (page: Page) =>
  page
    .getByRole('article')
    .filter({ has: page.getByRole('button', { name: 'Pay Now' }) })
    .first()

async function pay(page: Page): Promise<string> {
  const name = (await payable(page).getAttribute('aria-label')) ?? ''
  await payable(page).getByRole('button', { name: 'Pay Now' }).click()
  await page.waitForURL(/checkout/)
  await page.getByRole('button', { name: /^Pay R/ }).click()
  await expect(page.getByRole('article', { name, exact: true }).getByText('Paid - In Escrow')).toBeVisible()
  return name
}

/** Every state that a person may see, by the name of its pictures. */
export const states: Readonly<Record<string, State>> = {
  login: ({ page, server }) =>
    page.goto(server.url).then(() => expect(page.getByRole('button', { name: 'Log in' })).toBeVisible()),
  dashboard: (stage) => logIn(stage),
  async empty(stage) {
    await newcomer(stage)
    await logIn(stage, 'newcomer@example.com')
    await expect(stage.page.getByText('No bookings yet')).toBeVisible()
  },
  async loading(stage) {
    // For as long as it takes: no answer is so late that a busy machine isn't later.
    await stage.page.context().route('**/api/**', () => undefined)
    await stage.page.goto(stage.server.url)
    await expect(stage.page.getByText('Loading dashboard...')).toBeVisible()
  },
  async error(stage) {
    await become(stage, 'failing')
    await stage.page.goto(stage.server.url)
    await expect(stage.page.getByText('Failed to load dashboard data')).toBeVisible()
  },
  async offline(stage) {
    await logIn(stage)
    await stage.page.context().setOffline(true)
    await expect(stage.page.getByText('You are offline.')).toBeVisible()
  },
  async checking(stage) {
    await logIn(stage)
    // With the live channel, everything begins anew: only what is asked for after that stays.
    await expect(stage.page.getByText('Live', { exact: true })).toBeVisible()
    await stage.page.reload()
    await expect(stage.page.getByRole('heading', { name: /Welcome back/ })).toBeVisible()
    await become(stage, 'gone')
    // Loaded anew, over and over, until the payments are too old to be shown.
    await expect(async () => {
      await stage.page.reload()
      await expect(stage.page.getByRole('heading', { name: /Welcome back/ })).toBeVisible()
      await expect(stage.page.getByText('Checking payment…').first()).toBeVisible({ timeout: 2_000 })
    }).toPass({ timeout: 90_000 })
  },
  async checkout(stage) {
    await logIn(stage)
    await payable(stage.page).getByRole('button', { name: 'Pay Now' }).click()
    await expect(stage.page.getByText('Sandbox · no real money')).toBeVisible()
  },
  async 'booking-form'(stage) {
    await logIn(stage)
    await stage.page.getByRole('button', { name: 'New booking' }).click()
    await expect(stage.page.getByLabel('Service').getByRole('option').nth(3)).toBeAttached()
    await stage.page.getByRole('button', { name: 'Request booking' }).click()
    await expect(stage.page.getByText('Choose a service.', { exact: true })).toBeVisible()
  },
  async 'audit-trail'(stage) {
    await logIn(stage)
    const { page } = stage
    const name = await pay(page)
    await page.getByRole('button', { name: `Audit trail of ${name.toLowerCase()}`, exact: true }).click()
    await expect(page.getByText('Paystack told the server (webhook)').first()).toBeVisible()
  },
  async inspector(stage) {
    await logIn(stage)
    const { page, server } = stage
    const other = await page.context().newPage()
    await other.goto(server.url)
    await payable(other).getByRole('button', { name: 'Cancel Booking' }).click()
    await expect(other.getByText(/^Booking cancelled/)).toBeVisible()
    await page.bringToFront()
    await payable(page).getByRole('button', { name: 'Cancel Booking' }).click()
    await expect(page.getByText(/^Booking cancelled/)).toBeVisible()
    await page.getByRole('button', { name: 'Inspector' }).click()
    await expect(page.getByText(/^You cancelled booking/)).toBeAttached()
    await expect(page.getByText(/^Booking cancelled/)).toHaveCount(0)
  },
}

export const calm = (stage: Stage): Promise<unknown> => become(stage, 'normal')
