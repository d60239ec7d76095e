import { expect, test } from 'vitest'
import { begin, invalidations, isHeld, LIST, ONE, PAY, paymentOf, VERIFY } from './stage.ts'

test('14: a change that is discovered invalidates once, and comes to rest', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.get(LIST)
  await tab.get(VERIFY)
  server.change('7', 'ESCROW')
  await tab.get(VERIFY)
  expect(tab.told).toEqual(['booking:7', 'payment:ref-7'])
  expect(await isHeld(tab, VERIFY)).toBe(true)
  expect(paymentOf(await tab.get(LIST))).toBe('ESCROW')
  await tab.get(VERIFY)
  await tab.get(LIST)
  expect(invalidations(tab)).toBe(1)
})

test('14: two endpoints that word one state differently come to rest', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const answer = world.network.server
  world.network.server = (arrived) =>
    arrived.path.includes('sync')
      ? arrived.answer({ bookings: [{ id: '7', payment: { reference: 'ref-7', status: 'held' } }] })
      : answer(arrived)
  server.withEtag = false
  for (let times = 0; times < 3; times += 1) {
    await tab.get(VERIFY)
    await tab.get('/api/bookings/sync')
  }
  expect(invalidations(tab)).toBe(0)
})

test('14: one flip over many keys costs one request for each, and comes to rest', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const urls = [VERIFY, '/api/payment/verify?reference=ref-7', '/api/bookings/sync', ONE, LIST]
  for (const url of urls) await tab.get(url)
  server.change('7', 'ESCROW')
  const before = world.network.log.length
  await tab.get(VERIFY)
  for (let round = 0; round < 3; round += 1) {
    for (const url of urls) expect(paymentOf(await tab.get(url, { cache: 'force-cache' }))).toBe('ESCROW')
    await world.idle()
  }
  expect(world.network.log.length - before).toBe(urls.length)
})

test('20: nobody joins a request that was sent before a change to what it reads', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  const slow = server.hold(LIST)
  const early = tab.get(LIST)
  const { answerThen } = await slow
  await other.post(PAY)
  const late = other.get(LIST)
  await world.idle()
  answerThen()
  expect(paymentOf(await late)).toBe('ESCROW')
  expect(paymentOf(await early)).toBe('ESCROW')
})

test('20: what a request under way is about may be told only by its body: any change counts', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  const url = '/api/payment/verify?reference=ref-7'
  const slow = server.hold(url)
  const early = tab.get(url)
  const first = await slow
  // The URL names no booking; the payment concerns booking 7, and only the body tells.
  await other.post(PAY)
  const again = server.hold(url)
  first.answerThen()
  const second = await again
  await other.post('/api/book-service/7/release')
  const late = other.get(url)
  await world.idle()
  second.answerThen()
  expect(paymentOf(await late)).toBe('RELEASE')
  await early
})

test('29: each request has a stamp of its own, in the order of asking', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  const slow = server.hold(LIST)
  const list = tab.get(LIST)
  const { answerThen } = await slow
  server.change('7', 'ESCROW')
  const fresh = await other.get(ONE)
  answerThen()
  expect(fresh.asOf).toBeGreaterThan((await list).asOf)
})

test('20: nobody joins a request after something newer was delivered', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  await tab.get(LIST)
  let goOn = (): void => undefined
  world.gate = (step) => {
    if (step !== 'tell') return undefined
    world.gate = undefined
    return new Promise((resolve) => (goOn = resolve))
  }
  // Stored, and still being told.
  const early = tab.get(LIST, { cache: 'no-cache' })
  await world.idle()
  // Nothing that a payment's status would tell.
  server.change('7', 'PENDING')
  const newer = { bookings: [{ payment: { version: 2 } }, {}] }
  expect((await other.get(LIST, { cache: 'reload' })).body).toMatchObject(newer)
  const late = other.get(LIST, { cache: 'no-cache' })
  await world.idle()
  goOn()
  expect((await late).body).toMatchObject(newer)
  await early
})

test('simultaneous reads share one request', async () => {
  const { world, server } = begin()
  const tabs = Array.from({ length: 10 }, () => world.open())
  const held = server.hold(LIST)
  const reads = tabs.map((tab) => tab.get(LIST))
  const { answerNow } = await held
  await world.idle()
  answerNow()
  const seen = await Promise.all(reads)
  expect(world.network.count(LIST)).toBe(1)
  expect(seen.filter(({ how }) => how.endsWith('collapsed'))).toHaveLength(9)
})
