import { expect, test } from 'vitest'
import { begin, isHeld, LIST, ONE, PAY, paymentOf, SERVICES, VERIFY } from './stage.ts'

test('a read is answered from the store, and says so', async () => {
  const { world } = begin()
  const tab = world.open()
  expect((await tab.get(LIST)).how).toBe('fwd=miss; fwd-status=200; stored')
  expect((await tab.get(LIST)).how).toBe('hit; ttl=300')
  expect(world.network.count(LIST)).toBe(1)
})

test.each<[string, RequestInit]>([
  ['cache: no-cache', { cache: 'no-cache' }],
  ['Cache-Control: no-cache', { headers: { 'cache-control': 'no-cache' } }],
  ['Pragma: no-cache', { headers: { pragma: 'no-cache' } }],
])('%s asks the network, conditionally, and falls back', async (_, init) => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(LIST)
  expect((await tab.get(LIST, init)).how).toBe('fwd=request; fwd-status=304; stored')
  expect(world.network.log[1]?.request.headers.get('if-none-match')).toBeTruthy()
  world.network.online = false
  expect((await tab.get(LIST, init)).how).toBe('hit; ttl=300; detail=network-fallback')
})

test.each<[string, string, RequestInit]>([
  ['cache: reload', LIST, { cache: 'reload' }],
  ['t=', `${LIST}?t=1`, {}],
  ['_=', `${LIST}?_=1`, {}],
])('%s asks the network, unconditionally, never falls back, and stores', async (_, url, init) => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.get(LIST)
  server.change('7', 'ESCROW')
  expect((await tab.get(url, init)).how).toBe('fwd=request; fwd-status=200; stored')
  expect(world.network.log[1]?.request.headers.get('if-none-match')).toBe(null)
  expect(paymentOf(await tab.get(LIST, { cache: 'only-if-cached' }))).toBe('ESCROW')
  world.network.online = false
  await expect(tab.get(url, init)).rejects.toThrow('Failed to fetch')
})

test('two reads that say reload ask twice', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const held = server.hold(LIST)
  const first = tab.get(LIST, { cache: 'reload' })
  const { answerNow } = await held
  await tab.get(LIST, { cache: 'reload' })
  answerNow()
  await first
  expect(world.network.count(LIST)).toBe(2)
})

test('no-store asks the network, stores nothing, and never falls back', async () => {
  const { world } = begin()
  const tab = world.open()
  expect((await tab.get(LIST, { cache: 'no-store' })).how).toBe('fwd=bypass; fwd-status=200')
  expect(await isHeld(tab, LIST)).toBe(false)
  world.network.online = false
  await expect(tab.get(LIST, { cache: 'no-store' })).rejects.toThrow()
})

test('force-cache takes what is valid, a payment too, and else asks', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.get(VERIFY)
  await world.advance(30_000)
  expect((await tab.get(VERIFY, { cache: 'force-cache' })).how).toBe('hit; ttl=0')
  server.change('7', 'ESCROW')
  await world.advance(1)
  expect(paymentOf(await tab.get(VERIFY, { cache: 'force-cache' }))).toBe('ESCROW')
})

test('max-age takes what is no older, and else asks', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(VERIFY)
  await world.advance(10_000)
  const init = (seconds: number): RequestInit => ({ headers: { 'cache-control': `max-age=${seconds}` } })
  expect((await tab.get(VERIFY, init(10))).how).toMatch(/^hit/)
  expect((await tab.get(VERIFY, init(9))).how).toMatch(/^fwd=stale/)
})

test('only-if-cached never asks', async () => {
  const { world } = begin()
  const tab = world.open()
  const missed = await tab.get(LIST, { cache: 'only-if-cached' })
  expect(missed.status).toBe(504)
  expect(missed.headers.get('content-type')).toBe('application/problem+json')
  expect(world.network.log).toHaveLength(0)
  await tab.get(LIST)
  expect((await tab.get(LIST, { cache: 'only-if-cached' })).how).toMatch(/^hit/)
})

test('a booking older than 30 s is served, and asked for behind the page’s back, once in 30 s', async () => {
  const { world } = begin({ agingFields: [] })
  const tab = world.open()
  await tab.get(ONE)
  await world.advance(31_000)
  expect((await tab.get(ONE)).how).toBe('hit; ttl=269')
  await world.idle()
  expect((await tab.get(ONE)).how).toBe('hit; ttl=300')
  await world.idle()
  expect(world.network.count(ONE)).toBe(2)
})

test('a payment is always asked for, and a 304 confirms it', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(VERIFY)
  const again = await tab.get(VERIFY)
  expect([again.status, again.how]).toEqual([200, 'fwd=stale; fwd-status=304; stored'])
  expect(paymentOf(again)).toBe('PENDING')
})

test('services are asked for on a miss', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(SERVICES)
  await world.advance(1_799_000)
  expect((await tab.get(SERVICES)).how).toBe('hit; ttl=1')
  expect(world.network.count(SERVICES)).toBe(1)
})

test('what the policy does not name is not touched', async () => {
  const { world } = begin()
  const tab = world.open()
  for (const [url, init] of [
    ['/api/other', {}],
    [LIST, { headers: { range: 'bytes=0-1' } }],
    [LIST, { headers: { 'if-none-match': '"1"' } }],
    [LIST, { headers: { accept: 'text/event-stream' } }],
  ] as [string, RequestInit][]) {
    expect((await tab.get(url, init)).how).toBe('')
  }
  expect((await tab.fetch(LIST, { method: 'HEAD' })).headers.get('cache-status')).toBe(null)
  expect(world.disk.tables.entries.size).toBe(0)
})

test('a list of ids means the same in any order', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get('/api/payments?bookingIds=8,7')
  const init = { cache: 'force-cache' } as const
  expect((await tab.get('/api/payments?bookingIds=7,8', init)).how).toMatch(/^hit/)
  await tab.post(PAY)
  expect((await tab.get('/api/payments?bookingIds=7,8', init)).how).toMatch(/^fwd/)
})
