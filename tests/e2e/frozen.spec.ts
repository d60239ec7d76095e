import { expect, test } from './support/fixtures.ts'
import { openUnwatched, type UnwatchedPage } from './support/unwatched-pages.ts'

const LIVE = `new Promise((resolve) => {
  const look = () => globalThis.sync?.live === 'connected' ? resolve() : setTimeout(look, 50)
  look()
})`

const LOG_IN = `fetch('/api/auth/login', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ email: 'client@example.com', password: 'payment-sync' }),
}).then(({ status }) => status)`

const CONTROLLED = `navigator.serviceWorker.ready.then(() => globalThis.sync.ready).then(() => globalThis.sync.state)`

const LEADS = `navigator.locks.request(crypto.randomUUID(), async (mine) => {
  const { held } = await navigator.locks.query()
  const me = held.find(({ name }) => name === mine.name).clientId
  return held.some(({ name, clientId }) => name.startsWith('payment-sync live') && clientId === me)
})`

/** Reads whenever it is told to, until it has this status. */
const untilStatus = (id: string, status: string): string => `new Promise((resolve) => {
  const read = async () => {
    const answer = await sync.fetch('/api/bookings/${id}', { cache: 'force-cache' })
    if ((await answer.json()).booking.status === '${status}') resolve(Date.now())
  }
  sync.subscribe({ groups: ['booking:${id}'] }, read)
  read()
})`

async function leaderOf(pages: readonly UnwatchedPage[]): Promise<UnwatchedPage | undefined> {
  const leading = await Promise.all(pages.map((page) => page.ask<boolean>(LEADS)))
  return pages[leading.indexOf(true)]
}

test('the tab with the connection is frozen: another one takes over, and it is right again as soon as it wakes', async ({
  browser,
  url,
  backend,
  booking,
  typeIntoDatabase,
}) => {
  const { open, close } = await openUnwatched(browser, `${url}/client.html?policy=default&live=/api/events`)
  // One after the other: a page that begins to load just before the worker first takes control is missed by it.
  const pages: UnwatchedPage[] = []
  while (pages.length < 3) {
    const page = await open()
    await expect.poll(() => page.ask('Boolean(globalThis.sync)')).toBe(true)
    expect(await page.ask(CONTROLLED)).toBe('controlled')
    pages.push(page)
  }
  expect(await pages[0]?.ask(LOG_IN)).toBe(200)
  for (const page of pages) await page.ask(LIVE)
  const leader = (await leaderOf(pages)) as UnwatchedPage
  const others = pages.filter((page) => page !== leader)
  await leader.ask('globalThis.frozen = 0; document.addEventListener("freeze", () => (globalThis.frozen += 1))')
  await Promise.all(pages.map((page) => page.ask(untilStatus(booking.id, 'CONFIRMED'))))

  await leader.send('Page.setWebLifecycleState', { state: 'frozen' })
  const typed = Date.now()
  await typeIntoDatabase(booking, 'CANCELLED')
  const has = await Promise.all(others.map((page) => page.ask<number>(untilStatus(booking.id, 'CANCELLED'))))
  expect(Math.max(...has) - typed).toBeLessThan(5_000)
  expect(others).toContain(await leaderOf(others))

  await leader.send('Page.setWebLifecycleState', { state: 'active' })
  await leader.ask(untilStatus(booking.id, 'CANCELLED'))
  expect(await leader.ask('globalThis.frozen')).toBe(1)
  await expect.poll(() => backend.streams()).toBe(1)
  await close()
})
