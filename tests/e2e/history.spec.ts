import { test as base, expect, type Page } from '@playwright/test'
import { readEnvironment } from '../../app/server/environment.ts'
import { startServer } from '../../app/server/start.ts'
import { defaultPolicy } from '../../shared/default-policy.ts'
import { ApiRecord } from '../history/api-record.ts'
import { gather } from '../history/gather.ts'
import type { Mode, Trouble } from '../history/history.ts'
import { judge, stories } from '../history/judge.ts'
import { recorderScript, type PageRecords } from '../history/recorder.ts'
import { recordRequests } from '../history/record-requests.ts'
import { rulesOf } from '../history/rules.ts'
import { logIn, newBooking } from '../server/person.ts'
import { siteDir } from './support/build-site.ts'
import { WorkerControl } from './support/worker-control.ts'

const test = base.extend<{ api: { url: string; record: ApiRecord } }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from this pattern
  api: async ({}, use) => {
    const record = new ApiRecord()
    const environment = readEnvironment({})
    const middleware = [recordRequests(record)]
    const running = await startServer({ port: 0, dataDir: 'memory', staticDir: siteDir, environment, middleware })
    await use({ url: running.url, record })
    await running.close()
  },
})

/** Numbers from 0 up to 1, the same ones for the same seed. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}

const modes: readonly Mode[] = ['default', 'default', 'force-cache', 'no-cache', 'reload']

for (const seed of [1, 2]) {
  test(`three tabs read and change while the worker is stopped again and again; nobody sees what can't be (seed ${seed})`, async ({
    context,
    api,
  }) => {
    const provider = await logIn(api.url, 'provider@example.com')
    const client = await logIn(api.url, 'client@example.com')
    const bookings = await Promise.all(Array.from({ length: 3 }, () => newBooking(client, provider)))
    await context.addInitScript({ content: recorderScript() })
    const tabs = await openTabs(context.newPage.bind(context), api.url)
    const worker = await WorkerControl.of(tabs[0] as Page)
    const sessions = await inSession(tabs, api.record)

    const random = seeded(seed)
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
    const troubles: Trouble[] = []
    const now = (): number => performance.timeOrigin + performance.now()
    const underWay: Promise<unknown>[] = []
    for (let step = 0; step < 60; step += 1) {
      const { id } = pick(bookings)
      const tab = pick(tabs)
      const roll = random()
      if (roll < 0.12) {
        const from = now()
        await worker.stop()
        troubles.push({ what: 'worker', from, until: now() })
      } else if (roll < 0.3) underWay.push(change(tab, id, pick(['pay', 'cancel'])))
      else
        underWay.push(
          read(
            tab,
            pick(['/api/bookings/my-bookings', `/api/bookings/${id}`, `/api/payment/verify?bookingId=${id}`]),
            pick(modes),
          ),
        )
      // Some at once, some one after the other.
      if (random() < 0.5) await Promise.all(underWay.splice(0))
    }
    await Promise.all(underWay)

    const pages = await Promise.all(tabs.map((tab) => tab.evaluate((): PageRecords => historyRecorder.take())))
    const rules = rulesOf(defaultPolicy, { slack: 2, noticeWithin: 5_000 })
    const history = gather(api.record, pages, { rules, sessions, troubles })
    expect(history.reads.length + history.mutations.length + troubles.length).toBe(60)
    expect(history.mutations.some(({ outcome }) => outcome === 'answered')).toBe(true)
    expect(stories(judge(history, ['G1', 'G2', 'G3', 'G4', 'G7', 'G8']))).toEqual([])
  })
}

async function openTabs(open: () => Promise<Page>, url: string): Promise<Page[]> {
  const tabs: Page[] = []
  for (const name of ['A', 'B', 'C']) {
    const tab = await open()
    await tab.goto(`${url}/client.html?policy=keys`)
    await tab.waitForFunction(() => navigator.serviceWorker.controller !== null)
    await tab.evaluate((as) => void (historyRecorder.tab = as), name)
    tabs.push(tab)
  }
  return tabs
}

/** Logs the browser in, and tells its pages what the API calls their session. */
async function inSession(tabs: readonly Page[], record: ApiRecord): Promise<string[]> {
  await tabs[0]?.evaluate(async () => {
    const body = JSON.stringify({ email: 'client@example.com', password: 'payment-sync' })
    await fetch('/api/auth/login', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  })
  const cookies = await tabs[0]?.context().cookies()
  const session = record.sessionOf(cookies?.map(({ name, value }) => `${name}=${value}`).join('; '))
  for (const tab of tabs) {
    await tab.evaluate((as) => {
      historyRecorder.session = as
      historyRecorder.take()
    }, session)
  }
  return [session]
}

const read = (tab: Page, url: string, mode: Mode): Promise<unknown> =>
  tab.evaluate(([to, how]) => historyRecorder.read(to, { mode: how }), [url, mode] as const)

const change = (tab: Page, id: string, act: string): Promise<unknown> =>
  tab.evaluate(([to, key]) => historyRecorder.mutate(to, { keys: [key], body: { callbackUrl: '/' } }), [
    `/api/book-service/${id}/${act}`,
    `booking:${id}`,
  ] as const)
