import type { PaymentSyncClient } from '../../app/client/public.ts'
import { expect, openTab, test } from './support/fixtures.ts'
import type { Tab } from './support/tab.ts'
import { WorkerControl } from './support/worker-control.ts'

const LIST = '/api/bookings/my-bookings'

interface OnPage {
  readonly sync: PaymentSyncClient
  readonly told: readonly { readonly reason: string }[]
}

/** What this tab's client says of itself. */
const stateOf = ({ page }: Tab) =>
  page.evaluate(() => {
    const { state, waiting, paused, debug } = (globalThis as unknown as OnPage).sync
    return { state, waiting, paused, debug }
  })

const statsOf = ({ page }: Tab) => page.evaluate(() => (globalThis as unknown as OnPage).sync.stats())

const databases = ({ page }: Tab) =>
  page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name ?? ''))

/** How many answers to reads the database says were counted; undefined: nothing yet. */
const counted = ({ page }: Tab) =>
  page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('payment-sync')
        opening.addEventListener('error', () => reject(new Error('no database')))
        opening.addEventListener('success', () => {
          const asking = opening.result.transaction('stats').objectStore('stats').getAll()
          asking.addEventListener('success', () => {
            opening.result.close()
            const rows = asking.result as { readonly counts: Readonly<Record<string, number>> }[]
            resolve(rows.flatMap(({ counts }) => Object.entries(counts)).reduce((sum, [, count]) => sum + count, 0))
          })
        })
      }),
  )

/** A newer version of the script comes: the query tells versions apart. */
const release = ({ page }: Tab) =>
  page.evaluate(async () => void (await navigator.serviceWorker.register('/sw-default.js?v=2', { scope: '/' })))

const scriptOf = ({ page }: Tab) =>
  page.evaluate(() => new URL(navigator.serviceWorker.controller?.scriptURL ?? 'no:').search)

test('what was counted outlives the worker, and is the same in every tab', async ({ open, another }) => {
  const tab = await open()
  const other = await another()
  await tab.get(LIST)
  await tab.get(LIST)
  await other.get('/api/services')
  // Nobody asked: it is written by itself. Three answers, and two requests.
  await expect.poll(() => counted(tab)).toBe(5)
  const worker = await WorkerControl.of(tab.page)
  await worker.stop()

  const { total, classes } = await statsOf(other)

  expect(total).toMatchObject({ reads: 3, hits: 1, misses: 2, api: { requests: 2 } })
  expect(total.api.p50).toBeGreaterThan(0)
  expect(classes['static']).toMatchObject({ reads: 1 })
  expect(await statsOf(tab)).toMatchObject({ classes })
})

test('what is stored and what was decided is told to every tab, without bodies', async ({ open, another, booking }) => {
  const tab = await open()
  const other = await another()
  await tab.get(LIST)
  await tab.post(`/api/bookings/${booking.id}/cancel`)

  const [entries, decisions] = await other.page.evaluate(async () => {
    const { sync } = globalThis as unknown as OnPage
    return [await sync.entries(), await sync.decisions()] as const
  })

  expect(entries).toEqual([expect.objectContaining({ class: 'booking', valid: false, ttl: 300_000 })])
  expect(JSON.stringify(entries)).not.toContain('payment-sync.example')
  expect(decisions.map(({ method, cacheStatus }) => `${method} ${cacheStatus}`)).toEqual([
    'POST payment-sync; fwd=method; fwd-status=200',
    'GET payment-sync; fwd=miss; fwd-status=200; stored',
    expect.stringMatching(/^POST payment-sync; fwd=method; fwd-status=\d+$/),
  ])
})

test('a pause stops the answers in every tab, outlives the worker, and nothing from before it is served after', async ({
  open,
  another,
  booking,
  payElsewhere,
}) => {
  const tab = await open()
  const other = await another()
  await tab.get(LIST)
  await tab.page.evaluate(() => (globalThis as unknown as OnPage).sync.pause(true))
  await expect.poll(async () => (await stateOf(other)).paused).toBe(true)
  expect((await other.get(LIST)).how).toBe('')
  const worker = await WorkerControl.of(tab.page)
  await worker.stop()
  expect((await other.get(LIST)).how).not.toMatch(/^hit/)
  expect((await other.get(LIST)).how).toBe('')
  await payElsewhere(booking)

  await other.page.evaluate(() => (globalThis as unknown as OnPage).sync.pause(false))

  await expect.poll(async () => (await stateOf(tab)).paused).toBe(false)
  const { body, how } = await tab.get(LIST, { cache: 'force-cache' })
  expect(how).toMatch(/^fwd=/)
  expect(body.bookings?.find(({ id }) => id === booking.id)?.payment?.status).not.toBe(undefined)
})

test('debug mode reaches the other tab and the worker, after both began anew', async ({ open, another, context }) => {
  const lines: string[] = []
  context.on('serviceworker', (worker) => worker.on('console', (line) => lines.push(`worker ${line.text()}`)))
  const tab = await open()
  const other = await another()
  other.page.on('console', (line) => lines.push(`page ${line.text()}`))
  await tab.page.evaluate(() => {
    ;(globalThis as unknown as OnPage).sync.debug = true
  })
  await expect.poll(async () => (await stateOf(other)).debug).toBe(true)
  await other.page.reload()
  await other.page.waitForFunction(() => (globalThis as unknown as OnPage).sync?.state === 'controlled')
  expect((await stateOf(other)).debug).toBe(true)
  const worker = await WorkerControl.of(tab.page)
  await worker.stop()

  await expect
    .poll(async () => {
      await other.page.evaluate(async (url) => (globalThis as unknown as OnPage).sync.fetch(url), LIST)
      return lines.filter((line) => line.includes(`GET `) && line.includes(LIST)).map((line) => line.split(' ')[0])
    })
    .toEqual(expect.arrayContaining(['page', 'worker']))
  expect(lines.join('\n')).not.toMatch(/client@example|session=/)
})

test('a new worker waits for a payment under way, is told of, and then takes over; the payment is made once', async ({
  open,
  another,
  traffic,
  booking,
}) => {
  const tab = await open()
  const other = await another()
  await tab.get(LIST)
  const pay = `/api/book-service/${booking.id}/pay`
  const held = traffic.hold(`POST ${pay}`, 'after')
  const paid = tab.post(pay, { callbackUrl: '/' })
  await held.arrived
  await release(other)
  await expect.poll(async () => (await stateOf(tab)).waiting).toBe(true)
  await expect.poll(async () => (await stateOf(other)).waiting).toBe(true)
  expect(await scriptOf(tab)).toBe('')

  held.release()

  expect((await paid).status).toBe(200)
  await expect.poll(() => scriptOf(tab)).toBe('?v=2')
  await expect.poll(() => stateOf(other)).toMatchObject({ state: 'controlled', waiting: false })
  expect(traffic.count(`POST ${pay}`)).toBe(1)
  expect((await tab.get(LIST)).status).toBe(200)
  expect((await other.get(LIST)).how).toMatch(/^hit/)
})

test('asked, a new worker takes over, after what the former one has under way', async ({ open, traffic, booking }) => {
  const tab = await open()
  const pay = `/api/book-service/${booking.id}/pay`
  const held = traffic.hold(`POST ${pay}`, 'after')
  const paid = tab.post(pay, { callbackUrl: '/' })
  await held.arrived
  await release(tab)
  await expect.poll(async () => (await stateOf(tab)).waiting).toBe(true)
  const updated = tab.page.evaluate(() => (globalThis as unknown as OnPage).sync.update())
  await tab.page.evaluate(() => document.readyState)
  held.release()

  expect((await paid).status).toBe(200)
  expect(await updated).toBe(true)
  await expect.poll(() => scriptOf(tab)).toBe('?v=2')
  expect(traffic.count(`POST ${pay}`)).toBe(1)
})

test('a worker that is removed goes with its data, and every tab goes on without', async ({ open, another }) => {
  const tab = await open()
  const other = await another()
  await tab.get(LIST)
  expect(await databases(tab)).toContain('payment-sync')

  await tab.page.evaluate(() => (globalThis as unknown as OnPage).sync.unregister({ purge: true }))

  expect(await databases(tab)).not.toContain('payment-sync')
  await expect.poll(async () => (await stateOf(other)).state).toBe('uncontrolled')
  for (const each of [tab, other]) {
    expect((await each.get(LIST)).how).toBe('')
    const read = await each.page.evaluate(
      async (url) => (await (globalThis as unknown as OnPage).sync.fetch(url)).status,
      LIST,
    )
    expect(read).toBe(200)
  }
  const worker = await WorkerControl.of(tab.page)
  await worker.stop()
  // It starts again, and is told again.
  await expect.poll(async () => (await other.get(LIST)).how).toBe('')
  await expect.poll(() => databases(tab)).not.toContain('payment-sync')

  await other.page.close()
  await tab.page.goto('about:blank')
  await tab.page.goBack()
  await tab.page.waitForFunction(() => (globalThis as unknown as OnPage).sync?.state === 'controlled')
  expect((await tab.get(LIST)).how).toMatch(/^fwd=miss/)
})

test('the kill switch takes the worker of before away from every tab, and its data', async ({ open, another, url }) => {
  const tab = await open()
  await tab.get(LIST)
  const other = await another()

  await other.page.goto(`${url}/client.html?policy=default&enabled=no`)
  await other.page.evaluate(() => (globalThis as unknown as OnPage).sync.ready)

  expect((await stateOf(other)).state).toBe('uncontrolled')
  await expect.poll(async () => (await stateOf(tab)).state).toBe('uncontrolled')
  expect((await tab.get(LIST)).how).toBe('')
  expect(await databases(tab)).not.toContain('payment-sync')
  await tab.page.goto('about:blank')
  await other.page.reload()
  const left = await other.page.evaluate(async () => {
    await (globalThis as unknown as OnPage).sync.ready
    return (await navigator.serviceWorker.getRegistrations()).length
  })
  expect(left).toBe(0)
})

test('a database of schema 1 is upgraded as the worker takes over, and used', async ({ page, context, url }) => {
  await page.goto(`${url}/plain.html`)
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open('payment-sync', 1)
        opening.addEventListener('upgradeneeded', () => {
          const entries = opening.result.createObjectStore('entries', { keyPath: 'key' })
          entries.createIndex('by session', 'session')
          entries.createIndex('by last use', 'lastUsed')
          opening.result.createObjectStore('ledger', { keyPath: 'group' })
          opening.result.createObjectStore('intents', { keyPath: 'id' })
          opening.result.createObjectStore('meta', { keyPath: 'name' })
        })
        opening.addEventListener('success', () => {
          opening.result.close()
          resolve(undefined)
        })
      }),
  )

  const tab = await openTab(() => context.newPage(), url, 'default')
  await tab.get('/api/services')

  expect((await tab.get('/api/services')).how).toMatch(/^hit/)
  expect((await statsOf(tab)).total).toMatchObject({ reads: 2, hits: 1 })
})
