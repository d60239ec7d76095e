import type { Page } from '@playwright/test'
import type { MiddlewareHandler } from 'hono'
import { readEnvironment } from '../../app/server/environment.ts'
import { startServer } from '../../app/server/start.ts'
import { defaultPolicy } from '../../shared/default-policy.ts'
import { ApiRecord } from '../history/api-record.ts'
import { gather } from '../history/gather.ts'
import type { Mode, Trouble } from '../history/history.ts'
import { judge, stories } from '../history/judge.ts'
import type { PageRecords } from '../history/recorder.ts'
import { recordRequests } from '../history/record-requests.ts'
import { rulesOf } from '../history/rules.ts'
import { logIn, newBooking } from '../server/person.ts'
import { siteDir } from './support/build-site.ts'
import { expect, test as base, whenControlled } from './support/fixtures.ts'
import type { ScriptedPage } from './support/webkit.ts'
import { WorkerControl } from './support/worker-control.ts'

const test = base.extend<{ api: { url: string; record: ApiRecord; lastCookie: () => string | undefined } }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from this pattern
  api: async ({}, use) => {
    const record = new ApiRecord()
    const environment = readEnvironment({})
    let cookie: string | undefined
    const noteCookie: MiddlewareHandler = (c, next) => {
      cookie = c.req.header('cookie')
      return next()
    }
    const middleware = [noteCookie, recordRequests(record)]
    const running = await startServer({ port: 0, dataDir: 'memory', staticDir: siteDir, environment, middleware })
    await use({ url: running.url, record, lastCookie: () => cookie })
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
  // Only Chromium's worker can be stopped at will.
  const name = `three tabs read and change while the worker is stopped again and again; nobody sees what can't be (seed ${seed})`
  test(name, { tag: '@every-engine' }, async ({ newPage, engine, browserName, api }) => {
    const provider = await logIn(api.url, 'provider@example.com')
    const client = await logIn(api.url, 'client@example.com')
    const bookings = await Promise.all(Array.from({ length: 3 }, () => newBooking(client, provider)))
    const tabs = await openTabs(newPage, api.url)
    const mayStop = engine === 'playwright' && browserName === 'chromium'
    const worker = mayStop ? await WorkerControl.of(tabs[0] as Page) : undefined
    const sessions = await inSession(tabs, () => api.record.sessionOf(api.lastCookie()))

    const random = seeded(seed)
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
    const troubles: Trouble[] = []
    const now = (): number => performance.timeOrigin + performance.now()
    const underWay: Promise<unknown>[] = []
    for (let step = 0; step < 60; step += 1) {
      const { id } = pick(bookings)
      const tab = pick(tabs)
      const roll = random()
      if (worker && roll < 0.12) {
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

async function openTabs(open: () => Promise<ScriptedPage>, url: string): Promise<ScriptedPage[]> {
  const tabs: ScriptedPage[] = []
  for (const name of ['A', 'B', 'C']) {
    const tab = await open()
    await tab.goto(`${url}/recorded.html?policy=keys`)
    await tab.evaluate(whenControlled)
    await tab.evaluate((as) => void (historyRecorder.tab = as), name)
    tabs.push(tab)
  }
  return tabs
}

/** Logs the browser in, and tells its pages what the API calls their session. */
async function inSession(tabs: readonly ScriptedPage[], sessionNow: () => string): Promise<string[]> {
  await tabs[0]?.evaluate(async () => {
    const body = JSON.stringify({ email: 'client@example.com', password: 'payment-sync' })
    await fetch('/api/auth/login', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    await fetch('/api/auth/me')
  })
  const session = sessionNow()
  for (const tab of tabs) {
    await tab.evaluate((as) => {
      historyRecorder.session = as
      historyRecorder.take()
    }, session)
  }
  return [session]
}

const read = (tab: ScriptedPage, url: string, mode: Mode): Promise<unknown> =>
  tab.evaluate(([to, how]) => historyRecorder.read(to, { mode: how }), [url, mode] as const)

const change = (tab: ScriptedPage, id: string, act: string): Promise<unknown> =>
  tab.evaluate(([to, key]) => historyRecorder.mutate(to, { keys: [key], body: { callbackUrl: '/' } }), [
    `/api/book-service/${id}/${act}`,
    `booking:${id}`,
  ] as const)
