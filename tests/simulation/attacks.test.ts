import { expect, test } from 'vitest'
import type { PolicyChanges } from '../../shared/policy.ts'
import { BookingServer } from './booking-server.ts'
import type { Seen } from './tab.ts'
import { World } from './world.ts'

const VERIFY = '/api/payment/verify?bookingId=7'
const LIST = '/api/bookings/my-bookings'
const PAY = '/api/book-service/7/pay'

function begin(policy: PolicyChanges = {}): { world: World; server: BookingServer } {
  const world = new World(policy)
  return { world, server: new BookingServer(world.network) }
}

const paymentOf = ({ body }: Seen): unknown => {
  const said = body as {
    payment?: { status: string }
    bookings?: { payment: { status: string } }[]
    booking?: { payment: { status: string } }
  }
  return said.payment?.status ?? said.bookings?.[0]?.payment.status ?? said.booking?.payment.status
}

test('a read is answered from the store, and says so', async () => {
  const { world } = begin()
  const tab = world.open()
  expect((await tab.get(LIST)).how).toBe('fwd=miss; fwd-status=200; stored')
  expect((await tab.get(LIST)).how).toBe('hit; ttl=300')
  expect(world.network.count(LIST)).toBe(1)
})

test('1: a payment whose worker dies before it answers is executed once, and the page gets its answer', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.get(VERIFY)
  let committed = 0
  world.onStep = (what) => {
    if (what === 'readwrite done' && server.executed.length === 1) committed += 1
    // The settlement is on the disk; nobody has heard of it.
    if (committed === 1) {
      world.onStep = undefined
      world.kill()
    }
  }
  const paid = await tab.post(PAY)
  expect(paid.status).toBe(200)
  expect(paid.how).toBe('hit; detail=repeated-dispatch')
  expect(server.executed).toEqual([`POST ${PAY}`])
  expect(paymentOf(await tab.get(VERIFY))).toBe('ESCROW')
})

test('1: killed while the server works, the page gets an error and fresh state, not a second payment', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const held = server.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  await held
  world.kill()
  await expect(paid).rejects.toThrow('Failed to fetch')
  expect(world.network.count(`POST ${PAY}`)).toBe(1)
  expect(paymentOf(await tab.get(VERIFY))).toBe('ESCROW')
  expect(tab.told).toContain('booking:7')
})

test('1: killed while the server works, with an API that honours keys it is asked again under the same one', async () => {
  const { world, server } = begin({ idempotentMethods: ['POST'] })
  const tab = world.open()
  const held = server.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  const first = await held
  const again = server.hold(`POST ${PAY}`)
  world.kill()
  const second = await again
  const key = first.arrived.request.headers.get('idempotency-key')
  expect(key).toBeTruthy()
  expect(second.arrived.request.headers.get('idempotency-key')).toBe(key)
  second.answerNow()
  expect((await paid).status).toBe(200)
})

test('3: what a broken connection may still do at the server is not trusted for a minute', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.get(LIST)
  const held = world.network.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  ;(await held).fail()
  await expect(paid).rejects.toThrow()
  expect(paymentOf(await tab.get(LIST))).toBe('PENDING')
  server.change('7', 'ESCROW')
  expect(paymentOf(await tab.get(LIST))).toBe('ESCROW')
  await world.advance(61_000)
  await tab.get(LIST)
  expect((await tab.get(LIST)).how).toMatch(/^hit/)
})

test('8: after the database was deleted no answer that was under way is stored', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const held = server.hold(LIST)
  const read = tab.get(LIST)
  const { answerThen } = await held
  world.disk.delete()
  server.change('7', 'ESCROW')
  await tab.post('/api/book-service/8/cancel')
  answerThen()
  await read
  expect(paymentOf(await tab.get(LIST))).toBe('ESCROW')
})

test('9: an invalidation that the disk refuses is not forgotten by a restart', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(LIST)
  world.disk.fault = (step) => {
    if (step === 'write') throw new DOMException('full', 'QuotaExceededError')
  }
  await tab.post(PAY)
  world.disk.fault = undefined
  world.restart()
  expect(paymentOf(await tab.get(LIST))).toBe('ESCROW')
})

test('10: a slow answer never replaces a newer one', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  const slow = server.hold(LIST)
  const read = tab.get(LIST)
  const { answerThen } = await slow
  server.change('7', 'ESCROW')
  expect(paymentOf(await other.get(LIST, { cache: 'reload' }))).toBe('ESCROW')
  answerThen()
  expect(paymentOf(await read)).toBe('ESCROW')
  expect(paymentOf(await other.get(LIST))).toBe('ESCROW')
})

test('10: an answer that a payment overtook is asked for again, and not stored as it was', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  const slow = server.hold(LIST)
  const read = tab.get(LIST)
  const { answerThen } = await slow
  await other.post(PAY)
  answerThen()
  expect(paymentOf(await read)).toBe('ESCROW')
  expect(paymentOf(await other.get(LIST, { cache: 'only-if-cached' }))).toBe('ESCROW')
})

test('11: a newer answer that may not be stored takes the older entry with it', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.get(LIST)
  server.change('7', 'ESCROW')
  server.headers = { 'cache-control': 'no-store' }
  expect(paymentOf(await tab.get(LIST, { cache: 'reload' }))).toBe('ESCROW')
  expect((await tab.get(LIST)).how).toMatch(/^fwd=miss/)
})

test('13: a 401 that repeats itself ends a session once', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(LIST)
  world.network.server = (arrived) => arrived.answer({}, { status: 401 })
  for (let times = 0; times < 5; times += 1) await tab.get(LIST, { cache: 'no-cache' })
  expect(tab.heard.filter((message) => message.type === 'invalidated')).toHaveLength(1)
})

test('14: a change that is discovered invalidates once, and comes to rest', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.get(LIST)
  await tab.get(VERIFY)
  server.change('7', 'ESCROW')
  await tab.get(VERIFY)
  expect(tab.told).toEqual(['booking:7', 'payment:ref-7'])
  expect(paymentOf(await tab.get(LIST))).toBe('ESCROW')
  await tab.get(VERIFY)
  await tab.get(LIST)
  expect(tab.heard.filter((message) => message.type === 'invalidated')).toHaveLength(1)
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

test('23: no payment outlives a restart unconfirmed, wherever the clock was moved', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(VERIFY)
  world.restart()
  world.wall -= 590_000
  world.network.online = false
  await expect(tab.get(VERIFY)).rejects.toThrow()
})

test('a payment is served for 30 s while the API is gone, and refused after', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(VERIFY)
  world.network.online = false
  await world.advance(29_000)
  expect((await tab.get(VERIFY)).how).toBe('hit; ttl=1; detail=network-fallback')
  await world.advance(2_000)
  await expect(tab.get(VERIFY)).rejects.toThrow('Failed to fetch')
})

test('bookings are there at once, and a payment in them that is past 30 s says that it is being checked', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.tell({ type: 'hello' })
  await tab.get(LIST)
  await world.advance(31_000)
  server.change('7', 'ESCROW')
  const shown = await tab.get(LIST)
  expect(paymentOf(shown)).toBe('CHECKING')
  expect(shown.headers.get('etag')).toBe(null)
  await world.idle()
  expect(tab.heard.at(-1)).toMatchObject({ type: 'updated' })
  expect(paymentOf(await tab.get(LIST, { cache: 'force-cache' }))).toBe('ESCROW')
})

test('26: a page that does not use the client waits for the truth instead', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.get(LIST)
  await world.advance(31_000)
  server.change('7', 'ESCROW')
  expect(paymentOf(await tab.get(LIST))).toBe('ESCROW')
})
