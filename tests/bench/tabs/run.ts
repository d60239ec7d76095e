import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { chromium, type BrowserContext, type Page } from 'playwright'
import { readEnvironment } from '../../../app/server/environment.ts'
import { startServer } from '../../../app/server/start.ts'
import { findBrowser } from '../../../scripts/find-browser.mjs'
import { under } from '../../../scripts/places.ts'
import { logIn } from '../../server/person.ts'
import { quantile } from '../worker/statistics.ts'
import { changeableBookings, openPayments, type Change } from './bookings.ts'
import { RequestLog } from './request-log.ts'
import { heapOf, longTasks, watchCpu, watchLongTasks } from './tab-watch.ts'

/**
 * `npm run build && npm run bench:tabs -- --tabs 10 --minutes 5`: the demo's dashboard with 60 cards in so many tabs, left
 * open, while another device changes a booking every 15 s. What the API is asked, what a change costs a tab's main thread
 * and how long it keeps it, and what becomes of the memory.
 */
const { values } = parseArgs({
  options: { tabs: { type: 'string', default: '10' }, minutes: { type: 'string', default: '5' } },
})
const [tabs, minutes] = [Number(values.tabs), Number(values.minutes)]
if (!(tabs >= 1 && minutes > 0))
  throw new Error(`--tabs ${values.tabs} --minutes ${values.minutes}: both must be above 0.`)

/** ms between two changes made elsewhere. */
const CHANGE_EVERY = 15_000
/** ms after a change in which it has reached every tab, and been painted. */
const AFTERMATH = 3_000

const log = new RequestLog()
const running = await startServer({
  port: 0,
  dataDir: 'memory',
  staticDir: under('dist/demo'),
  environment: readEnvironment({ RATE_LIMIT: '999999999' }),
  middleware: [log.middleware],
})
const browser = await chromium.launch({ executablePath: await findBrowser() })
try {
  const client = await logIn(running.url, 'client@example.com')
  const provider = await logIn(running.url, 'provider@example.com')
  const pending = await openPayments(client, provider)
  const context = await browser.newContext()
  await context.addInitScript(watchLongTasks)
  const pages = await openDashboards(context, running.url)
  console.log(`${tabs} tabs with 60 cards, ${pending} of them with a pending payment, loaded.`)
  console.log(`  the last tab's load: ${log.describe()}`)

  const changes = await changeableBookings(provider)
  const [before, changedAt] = [await heaps(pages), [] as number[]]
  const until = Date.now() + minutes * 60_000
  const refetches: number[] = []
  const cpus = await Promise.all(pages.map(watchCpu))
  const used = (): Promise<number[]> => Promise.all(cpus.map((cpu) => cpu()))
  /** ms of CPU time, each of one tab: without a change, and with one. */
  const [quiet, busy] = [[] as number[], [] as number[]]
  log.clear()
  const all = log.mark()
  while (Date.now() < until) {
    await delay(CHANGE_EVERY - 2 * AFTERMATH)
    const first = await used()
    await delay(AFTERMATH)
    const second = await used()
    quiet.push(...second.map((ms, tab) => ms - (first[tab] ?? Number.NaN)))
    const change = changes.shift()
    if (!change) continue
    refetches.push(await refetchesOf(change, changedAt))
    busy.push(...(await used()).map((ms, tab) => ms - (second[tab] ?? Number.NaN)))
  }
  const polls = log.since(all).filter(({ path }) => path.startsWith('/api/payment'))
  const tasks = (await Promise.all(pages.map(longTasks))).flat()
  const caused = tasks.filter(({ at }) => changedAt.some((began) => at >= began && at < began + AFTERMATH))
  const after = await heaps(pages)

  console.log(`${minutes} min, ${changedAt.length} changes made elsewhere:`)
  console.log(`  requests of the whole browser: ${log.describe()}`)
  console.log(
    `  for payments, a minute and pending payment: ${(polls.length / minutes / pending).toFixed(2)} (2 at most)`,
  )
  console.log(
    `  after a change, reads of the API: median ${quantile(refetches, 0.5)}, most ${Math.max(0, ...refetches)}`,
  )
  console.log(`  the same path twice within 29 s, no change between: ${log.repeated(29_000, changedAt)}`)
  const [usual, median, most] = [quantile(quiet, 0.5), quantile(busy, 0.5), Math.max(0, ...busy)].map((ms) =>
    ms?.toFixed(1),
  )
  console.log(
    `  CPU time of a tab's main thread in the ${AFTERMATH / 1_000} s after a change: median ${median} ms, most ${most} ms; without one ${usual} ms`,
  )
  const longest = Math.max(0, ...caused.map(({ ms }) => ms))
  console.log(
    `  tasks over 50 ms meanwhile, waiting for a core included: ${caused.length} in all tabs, ${longest.toFixed(0)} ms at most`,
  )
  const [first, last] = [quantile(before, 0.5) / 1e6, quantile(after, 0.5) / 1e6]
  console.log(
    `  memory of a tab's scripts, after a collection: ${first.toFixed(1)} MB at first, ${last.toFixed(1)} at the end`,
  )
} finally {
  await browser.close()
  await running.close()
}

async function openDashboards(context: BrowserContext, url: string): Promise<Page[]> {
  const first = await context.newPage()
  await first.goto(url)
  await first.getByLabel('Email').fill('client@example.com')
  await first.getByLabel('Password', { exact: true }).fill('payment-sync')
  await first.getByRole('button', { name: 'Log in' }).click()
  await shown(first)
  const pages = [first]
  while (pages.length < tabs) {
    log.clear()
    const page = await context.newPage()
    await page.goto(url)
    await shown(page)
    pages.push(page)
  }
  return pages
}

async function shown(page: Page): Promise<void> {
  await page.getByRole('article').nth(59).waitFor({ state: 'attached' })
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
}

/** How many reads a change made elsewhere costs the API. */
async function refetchesOf(change: Change, changedAt: number[]): Promise<number> {
  const mark = log.mark()
  changedAt.push(Date.now())
  await change()
  await delay(AFTERMATH)
  return log.since(mark).filter(({ method, path, isOurs }) => !isOurs && method === 'GET' && path !== '/api/events')
    .length
}

function heaps(pages: readonly Page[]): Promise<number[]> {
  return Promise.all(pages.map(heapOf))
}
