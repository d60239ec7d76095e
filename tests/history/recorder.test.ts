import { serve, type ServerType } from '@hono/node-server'
import { Hono } from 'hono'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { runInThisContext } from 'node:vm'
import { expect, test as base } from 'vitest'
import { ApiRecord } from './api-record.ts'
import { defaultRules } from './builder.ts'
import { gather } from './gather.ts'
import { itemsIn } from './items-in.ts'
import { judge, stories } from './judge.ts'
import { installRecorder, recorderScript, type PageRecorder } from './recorder.ts'
import { recordRequests } from './record-requests.ts'

const rules = { ...defaultRules, slack: 5 }

interface Api {
  readonly url: string
  readonly record: ApiRecord
  /** What it says instead of its current version. */
  stale: number | undefined
  version: number
}

/** An API with one payment, and a page that records. */
const test = base.extend<{ api: Api; page: PageRecorder }>({
  // oxlint-disable-next-line no-empty-pattern -- Vitest reads what a fixture needs from this pattern
  api: async ({}, use) => {
    const api: Omit<Api, 'url'> = { record: new ApiRecord(), stale: undefined, version: 1 }
    const payment = (version: number): object => ({
      id: '7',
      reference: 'R',
      status: version > 1 ? 'ESCROW' : 'PENDING',
      version,
    })
    const app = new Hono()
    app.use('/api/*', recordRequests(api.record))
    app.get('/api/payment/verify', (c) => {
      const etag = `"${api.version}"`
      if (c.req.header('if-none-match') === etag) return c.body(null, 304, { ETag: etag })
      return c.json({ payment: payment(api.stale ?? api.version) }, 200, { ETag: etag })
    })
    app.post('/api/book-service/7/pay', (c) => {
      api.version += 1
      return c.json({ payment: payment(api.version) })
    })
    app.get('/api/bookings/9', (c) => c.json({ title: 'Not found' }, 404))
    const server: ServerType = serve({ fetch: app.fetch, port: 0 })
    await once(server, 'listening')
    await use(Object.assign(api, { url: `http://localhost:${(server.address() as AddressInfo).port}` }))
    server.close()
  },
  page: async ({ api }, use) => {
    const page = installRecorder(itemsIn, 'CHECKING')
    const [read, mutate] = [page.read.bind(page), page.mutate.bind(page)]
    await use({
      ...page,
      take: () => page.take(),
      read: (url, options) => read(api.url + url, options),
      mutate: (url, options) => mutate(api.url + url, options),
    })
  },
})

const verify = '/api/payment/verify?bookingId=7'

test('what a page and the API recorded is a history that can be judged', async ({ api, page }) => {
  await page.read(verify)
  await page.mutate('/api/book-service/7/pay', { keys: ['payment:7'], groups: ['payment:7'] })
  page.told(['payment:7'])
  await page.read(verify, { mode: 'no-cache', maxAge: 0 })
  await page.read('/api/bookings/9')
  const history = gather(api.record, [page.take()], { rules })

  expect(stories(judge(JSON.parse(JSON.stringify(history))))).toEqual([])
  expect(history.reads.map(({ url, status, items }) => [url, status, items.map(({ version }) => version)])).toEqual([
    [verify, 200, [1]],
    [verify, 200, [2]],
    ['/api/bookings/9', 404, []],
  ])
  expect(history.mutations).toEqual([
    expect.objectContaining({ outcome: 'answered', status: 200, executions: [expect.anything()] }),
  ])
  expect(history.writes).toEqual([
    expect.objectContaining({ key: 'payment:7', version: 1, state: 'PENDING' }),
    expect.objectContaining({ key: 'payment:7', version: 2, state: 'ESCROW', by: history.mutations[0]?.id }),
  ])
})

test('a stale answer is found in what was recorded', async ({ api, page }) => {
  await page.read(verify)
  await page.mutate('/api/book-service/7/pay', { keys: ['payment:7'] })
  await new Promise((resolve) => setTimeout(resolve, 2 * rules.slack))
  api.stale = 1
  await page.read(verify)

  const records = page.take()
  // Out of the worker's reach nothing is demanded: here the page plays a controlled one.
  const controlled = records.mutations.map((mutation) => ({ ...mutation, controlled: true }))
  const history = gather(api.record, [{ ...records, mutations: controlled }], { rules })
  expect(stories(judge(history, ['G2']))).toEqual([expect.stringContaining('read payment:7 as version 1 (PENDING)')])
})

test('a failure is recorded as one, by page and API', async ({ api, page }) => {
  const read = await page.read(verify.replace('/api', 'x://nowhere'))
  expect(read).toMatchObject({ outcome: 'failed', items: [] })

  const arrival = api.record.arrived({ method: 'GET', url: verify, session: 's1' })
  arrival.broken()
  expect(api.record.requests.at(-1)).toMatchObject({ status: null, end: expect.any(Number) as number })
})

test('a 304 confirms what its ETag stood for, and a replayed answer is no execution', () => {
  let time = 0
  const record = new ApiRecord(() => (time += 1))
  const body = {
    booking: {
      id: '1',
      version: 3,
      status: 'CONFIRMED',
      payment: { id: '7', reference: 'R', version: 1, status: 'PENDING' },
    },
  }
  record.arrived({ method: 'GET', url: '/api/bookings/1', session: 's1' }).answered({ status: 200, etag: '"a"', body })
  record.arrived({ method: 'GET', url: '/api/bookings/1', session: 's1' }).answered({ status: 304, etag: '"a"' })
  record.arrived({ id: 'm', method: 'POST', url: '/', session: 's1' }).answered({ status: 200, body: {} })
  record
    .arrived({ id: 'm', method: 'POST', url: '/', session: 's1' })
    .answered({ status: 200, body: {}, replayed: true })

  const keys = record.requests.map(({ items }) => items?.map(({ key, version }) => `${key} ${version}`))
  expect(keys).toEqual([['booking:1 3', 'payment:7 1'], ['booking:1 3', 'payment:7 1'], undefined, undefined])
  expect(record.executions.get('m')).toEqual([{ from: 5, until: 6 }])
  expect(record.sessionOf('sid=1') + record.sessionOf('sid=2') + record.sessionOf('sid=1') + record.sessionOf('')).toBe(
    's1s2s1none',
  )
})

test('a version that a read saw before the mutation had its answer is the mutation’s', () => {
  let time = 0
  const record = new ApiRecord(() => (time += 10))
  const body = { id: '7', reference: 'R', version: 2, status: 'ESCROW' }
  const pay = record.arrived({ id: 'm', method: 'POST', url: '/', session: 's1' })
  record.arrived({ method: 'GET', url: '/', session: 's1' }).answered({ status: 200, body })
  pay.answered({ status: 200, body })

  expect(record.writes).toEqual([expect.objectContaining({ by: 'm', from: 10, until: 30 })])
})

test('where an answer came from is read from its headers', async () => {
  const page = installRecorder(itemsIn, 'CHECKING')
  const headers = {
    'Cache-Status': 'edge; fwd=miss, payment-sync; hit; ttl=9; detail=network-fallback',
    Age: '21',
    'Payment-Sync-As-Of': '12',
  }
  const url = `data:application/json,${encodeURIComponent(JSON.stringify({ id: '7', reference: 'R', version: 2, status: 'CHECKING' }))}`
  const { fetch } = globalThis
  globalThis.fetch = async (...asked) => new Response(await (await fetch(...asked)).text(), { headers })
  try {
    expect(await page.read(url)).toMatchObject({
      source: { from: 'store', collapsed: false, detail: 'network-fallback', age: 21, asOf: 12 },
      items: [{ key: 'payment:7', version: 2, masked: true }],
    })
  } finally {
    globalThis.fetch = fetch
  }
})

test('a cache-busting parameter is no part of the key, and asks for itself', async ({ api, page }) => {
  await page.read(`${verify}&t=1`)
  const history = gather(api.record, [page.take()], { rules })

  expect(history.reads[0]).toMatchObject({ url: verify, mode: 'reload' })
  expect(history.requests[0]).toMatchObject({ url: verify, mode: 'reload' })
})

test('the script for a page needs nothing but itself', () => {
  const recorder = runInThisContext(recorderScript()) as PageRecorder

  expect(recorder.take().pages).toEqual([expect.objectContaining({ is: 'opened' })])
})
