import { expect, test } from './support/fixtures.ts'

const LIST = '/api/bookings/my-bookings'

test('a browser without IndexedDB gets the app without a worker', async ({ page, url }) => {
  await page.goto(`${url}/client.html?policy=without-indexeddb`)
  const { state, registrations, health } = await page.evaluate(async () => {
    const { sync } = globalThis as unknown as { sync: { ready: Promise<void>; state: string } }
    await sync.ready
    const { status } = await fetch('/api/health')
    return {
      state: sync.state,
      registrations: (await navigator.serviceWorker.getRegistrations()).length,
      health: status,
    }
  })
  expect({ state, registrations, health }).toEqual({ state: 'uncontrolled', registrations: 0, health: 200 })
})

test('a disk without any room gets the app without a store', async ({ page, url, another }) => {
  expect(url).toBeTruthy()
  const tab = await another()
  const session = await page.context().newCDPSession(tab.page)
  await session.send('Storage.overrideQuotaForOrigin', { origin: url, quotaSize: 1 })
  await tab.logIn()
  expect((await tab.get(LIST)).status).toBe(200)
})

test('a payment that the full disk could not note is not forgotten', async ({ open, url, booking }) => {
  const tab = await open()
  await tab.get(LIST)
  const session = await tab.page.context().newCDPSession(tab.page)
  await session.send('Storage.overrideQuotaForOrigin', { origin: url, quotaSize: 1 })
  await tab.post(`/api/book-service/${booking.id}/cancel`)
  await session.send('Storage.overrideQuotaForOrigin', { origin: url })
  const seen = await tab.get(LIST)
  expect(seen.body.bookings?.find(({ id }) => id === booking.id)?.status).toBe('CANCELLED')
})

test(
  'a database that the page deletes takes nothing wrong with it',
  { tag: '@every-engine' },
  async ({ open, traffic, booking }) => {
    const tab = await open()
    const held = traffic.hold(LIST, 'after')
    const read = tab.get(LIST)
    await held.arrived
    await tab.page.evaluate(
      () =>
        new Promise((resolve) => {
          indexedDB.deleteDatabase('payment-sync').addEventListener('success', resolve)
        }),
    )
    await tab.post(`/api/book-service/${booking.id}/cancel`)
    held.release()
    await read
    const seen = await tab.get(LIST)
    expect(seen.body.bookings?.find(({ id }) => id === booking.id)?.status).toBe('CANCELLED')
  },
)

test(
  "the browser's HTTP cache is not asked: after a change its answer would be the old one",
  { tag: '@every-engine' },
  async ({ open, traffic, booking }) => {
    traffic.headers(LIST, { 'cache-control': 'private, max-age=600' })
    const tab = await open()
    await tab.get(LIST)
    await tab.post(`/api/book-service/${booking.id}/cancel`)
    const seen = await tab.get(LIST)
    expect(seen.body.bookings?.find(({ id }) => id === booking.id)?.status).toBe('CANCELLED')
  },
)
