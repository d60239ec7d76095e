import { test as base, type Page } from '@playwright/test'
import { readEnvironment } from '../../../app/server/environment.ts'
import { startServer } from '../../../app/server/start.ts'
import type { Database } from '../../../app/server/database/database.ts'
import type { Booking } from '../../../shared/domain.ts'
import { api, logIn, newBooking, type Person } from '../../server/person.ts'
import { siteDir } from './build-site.ts'
import type { PolicyName } from './policies.ts'
import { Tab } from './tab.ts'
import { Traffic } from './traffic.ts'
import { WebKit, type ScriptedPage } from './webkit.ts'

interface Backend {
  readonly url: string
  readonly database: Database
  readonly traffic: Traffic
  /** How many event streams are open. */
  readonly streams: () => number
  /** Other devices: what they do passes no worker of ours. */
  readonly client: Person
  readonly provider: Person
}

/** What drives the browser: Playwright, or WebDriver. */
export interface EngineOptions {
  readonly engine: 'playwright' | 'webkit'
}

export interface Fixtures extends EngineOptions {
  /** A new tab. What isn't Playwright's can only run scripts and go to a page. */
  readonly newPage: () => Promise<Page>
  readonly traffic: Traffic
  readonly url: string
  /** A confirmed booking of client@example.com, waiting to be paid, of this test alone. */
  readonly booking: Booking
  /** Opens a page that does nothing by itself, under a worker with this policy, logged in as the client. */
  readonly open: (policy?: PolicyName) => Promise<Tab>
  /** Another tab of the same browser. */
  readonly another: (policy?: PolicyName) => Promise<Tab>
  /** Pays for a booking as another device would: no tab of this browser knows. */
  readonly payElsewhere: (booking: Booking) => Promise<void>
  /** As somebody with a database client would. */
  readonly typeIntoDatabase: (booking: Booking, status: string) => Promise<void>
}

export const test = base.extend<Fixtures, { backend: Backend }>({
  backend: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from this pattern
    async ({}, use) => {
      const traffic = new Traffic()
      const running = await startServer({
        port: 0,
        dataDir: 'memory',
        staticDir: siteDir,
        environment: readEnvironment({}),
        middleware: [traffic.middleware],
      })
      const client = await logIn(running.url, 'client@example.com')
      const provider = await logIn(running.url, 'provider@example.com')
      await use({ url: running.url, database: running.database, streams: running.streams, traffic, client, provider })
      await running.close()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  traffic: async ({ backend: { traffic } }, use) => {
    await use(traffic)
    traffic.calm()
  },
  engine: ['playwright', { option: true }],
  newPage: async ({ engine, context }, use) => {
    if (engine === 'playwright') return use(() => context.newPage())
    const webkit = await WebKit.start()
    await use(async () => (await webkit.newPage()) as Page)
    await webkit.close()
  },
  url: async ({ backend }, use) => use(backend.url),
  booking: async ({ backend: { client, provider } }, use) => use(await newBooking(client, provider)),
  open: async ({ backend, newPage, traffic }, use) => {
    await use(async (policy = 'default') => {
      const tab = await openTab(newPage, backend.url, policy)
      await tab.logIn()
      traffic.log.length = 0
      return tab
    })
  },
  another: async ({ backend, newPage }, use) => use((policy = 'default') => openTab(newPage, backend.url, policy)),
  typeIntoDatabase: async ({ backend: { database } }, use) =>
    use(async ({ id }, status) => {
      await database.query('update bookings set status = $2 where id = $1', [id, status])
    }),
  payElsewhere: async ({ backend: { client, url } }, use) => {
    await use(async ({ id }) => {
      const { body } = await client.post(`/api/book-service/${id}/pay`, { callbackUrl: '/' })
      await api(url).send(new URL(body.authorizationUrl).pathname, {
        method: 'POST',
        body: new URLSearchParams({ outcome: 'pay' }),
      })
    })
  },
})

export { expect } from '@playwright/test'

type Opening = () => Promise<ScriptedPage>

export async function openTab(newPage: Opening, url: string, policy: PolicyName, more = ''): Promise<Tab> {
  const page = await newPage()
  await page.goto(`${url}/client.html?policy=${policy}${more}`)
  await page.evaluate(whenControlled)
  return new Tab(page as Page)
}

/** Resolves when the page's client says that the worker answers its requests. */
export function whenControlled(): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      const { sync } = globalThis as unknown as { sync?: { readonly state: string } }
      if (sync?.state === 'controlled') resolve()
      else setTimeout(look, 20)
    }
    look()
  })
}
