import type { Page } from '@playwright/test'
import { expect, test } from './support/fixtures.ts'
import { runScript, stage } from './support/stage.ts'

test('a worker that shows what is pushed goes on doing so, with one line more', async ({
  page,
  context,
  paymentSync,
  serve,
}) => {
  const folder = await stage('own-worker')
  await runScript(folder, 'copy')
  const { url, payElsewhere } = await serve(folder)
  await context.grantPermissions(['notifications'], { origin: url })
  await page.goto(url)
  await paymentSync.controlled()

  await push(page, url, 'Your window cleaner is on the way')
  await expect.poll(() => shown(page)).toEqual(['Your window cleaner is on the way'])

  payElsewhere('7')
  await page.reload()
  expect((await paymentSync.entries()).map(({ url: kept }) => kept)).toContain(`${url}/api/bookings/7`)
})

test('a bundled worker that precaches with Workbox goes on doing so, with one line more', async ({
  page,
  context,
  paymentSync,
  serve,
}) => {
  const folder = await stage('own-worker-bundled')
  await runScript(folder, 'build')
  const { url } = await serve(`${folder}/dist`)
  await page.goto(url)
  await paymentSync.controlled()
  await expect(page.getByText('Garden work: to be paid')).toBeVisible()
  await page.reload()
  await expect(page.getByText('Garden work: to be paid')).toBeVisible()

  await context.setOffline(true)
  const held = await page.evaluate(async () => {
    const response = await fetch('/api/bookings/7')
    return { status: response.status, how: response.headers.get('cache-status') }
  })
  expect(held).toEqual({ status: 200, how: expect.stringMatching(/^payment-sync; hit; ttl=1[12]\d/) })
  await page.goto(`${url}/anywhere`)
  await expect(page.getByRole('heading', { name: 'There is no network' })).toBeVisible()
})

/** As a push service would. */
async function push(page: Page, origin: string, data: string): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const found = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const registration = registrations.find(({ scopeURL }) => scopeURL.startsWith(origin))
      if (registration) resolve(registration.registrationId)
    })
  })
  await session.send('ServiceWorker.enable')
  await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId: await found, data })
}

const shown = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    return (await registration.getNotifications()).map(({ body }) => body)
  })
