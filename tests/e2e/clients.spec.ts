import type { Page } from '@playwright/test'
import type { ClientName, ClientsPage, Got, Wanted } from './support/clients-page.ts'
import { expect, test } from './support/fixtures.ts'
import { Tab } from './support/tab.ts'
import type { Traffic } from './support/traffic.ts'

interface Act {
  readonly wanted: Wanted
  /** What the server does about it. */
  readonly trouble?: (traffic: Traffic) => void
  /** The page gives up as soon as the server has it. */
  readonly abort?: true
  /** Only these can do it at all. */
  readonly by?: readonly ClientName[]
}

const json = { 'content-type': 'application/json', 'x-mine': 'mine' }
const withProgress: readonly ClientName[] = ['axios', 'XMLHttpRequest']
const withTimeout: readonly ClientName[] = ['axios', 'axios by fetch', 'ky', 'XMLHttpRequest']

const UPLOAD = 'an upload with progress'

/** What is asked of each client. The first four the policy names, `/api/health` and `/nowhere` it doesn't. */
const acts: Readonly<Record<string, Act>> = {
  'a read': { wanted: { url: '/api/services' } },
  'an item that is not there': { wanted: { url: '/api/bookings/none' } },
  'a change that is refused': {
    wanted: { url: '/api/book-service/none/accept', method: 'POST', body: '{}', headers: json },
  },
  'a read of what the policy leaves alone': { wanted: { url: '/api/health' } },
  'a redirect': {
    wanted: { url: '/api/services/moved' },
    trouble: (traffic) => traffic.answer('GET /api/services/moved', 302, { location: '/api/health' }),
  },
  'a server that fails': {
    wanted: { url: '/api/bookings/broken' },
    trouble: (traffic) => traffic.answer('GET /api/bookings/broken', 503),
  },
  'a connection that is cut': {
    wanted: { url: '/api/bookings/cut' },
    trouble: (traffic) => traffic.cut('GET /api/bookings/cut'),
  },
  'a read that the page gives up': { wanted: { url: '/api/bookings/slow' }, abort: true },
  'a change that the page gives up': {
    wanted: { url: '/api/book-service/slow/accept', method: 'POST', body: '{}', headers: json },
    abort: true,
  },
  'an answer that is too slow': {
    wanted: { url: '/api/bookings/late', timeout: 200 },
    trouble: (traffic) => void traffic.hold('GET /api/bookings/late', 'before'),
    by: withTimeout,
  },
  [UPLOAD]: {
    wanted: { url: '/nowhere', method: 'POST', body: 'x'.repeat(100_000), headers: { 'content-type': 'text/plain' } },
    by: withProgress,
  },
  'the begin of a stream': {
    wanted: { url: '/api/events', firstPart: true },
    by: ['axios by fetch', 'ky', 'XMLHttpRequest'],
  },
}

const names: readonly ClientName[] = ['axios', 'axios by fetch', 'ky', 'XMLHttpRequest', 'TanStack Query', 'SWR']

for (const client of names) {
  test(`${client} sees the same with the worker as without, also where it fails`, async ({
    page,
    url,
    traffic,
    another,
  }) => {
    await page.goto(`${url}/clients.html`)
    await new Tab(page).logIn()
    const without = await outcomes(page, client, traffic)

    await (await another()).page.close()
    await page.goto(`${url}/clients.html`)
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
    const withWorker = await outcomes(page, client, traffic)
    expect(butProgress(withWorker)).toEqual(butProgress(without))

    if (withProgress.includes(client)) expect(withWorker[UPLOAD]?.uploaded).toBe(100_000)
    // That it was asked at all, and that there was something to compare.
    expect(without['a read']).toMatchObject({ status: 200, type: expect.stringContaining('application/json') })
    expect(Object.values(without).filter(({ error }) => error !== undefined).length).toBeGreaterThan(2)
  })
}

/** What answering a change costs by design (docs/worker.md): the worker reads its body before it sends it. */
function butProgress(seen: Readonly<Record<string, Got>>): Readonly<Record<string, Got>> {
  const all = Object.entries(seen).map(([name, got]) => [name, name === UPLOAD ? got : { ...got, uploaded: undefined }])
  return Object.fromEntries(all) as Record<string, Got>
}

/** What an app sees of each act, and what the server sees of a header of its own. */
async function outcomes(page: Page, client: ClientName, traffic: Traffic): Promise<Record<string, Got>> {
  const seen: Record<string, Got> = {}
  for (const [name, { wanted, trouble, abort, by = names }] of Object.entries(acts)) {
    if (!by.includes(client)) continue
    trouble?.(traffic)
    seen[name] = abort ? await givenUp(page, client, wanted, traffic) : await ask(page, client, wanted)
    traffic.calm()
  }
  const change = traffic.log.findLast(({ path }) => path === '/api/book-service/none/accept')
  expect(change?.headers['x-mine']).toBe('mine')
  return seen
}

const ask = (page: Page, client: ClientName, wanted: Wanted): Promise<Got> =>
  page.evaluate(([by, what]) => (globalThis as unknown as ClientsPage).ask(by, what), [client, wanted] as const)

async function givenUp(page: Page, client: ClientName, wanted: Wanted, traffic: Traffic): Promise<Got> {
  const held = traffic.hold(`${wanted.method ?? 'GET'} ${wanted.url}`, 'before')
  const asking = ask(page, client, wanted)
  await held.arrived
  await page.evaluate(() => (globalThis as unknown as ClientsPage).abort())
  const got = await asking
  held.release()
  return got
}
