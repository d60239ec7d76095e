import { expect, test } from 'vitest'
import { begin, isHeld, LIST, ONE, PAY, paymentOf, VERIFY } from './stage.ts'

test.each([500, 502, 503, 504, 429])(
  'a %i is answered from a valid entry, and passes through without one',
  async (status) => {
    const { world } = begin()
    const tab = world.open()
    await tab.get(VERIFY)
    world.network.server = (arrived) => arrived.answer({ error: 'sorry' }, { status })
    expect((await tab.get(VERIFY)).how).toBe('hit; ttl=30; detail=network-fallback')
    const missed = await tab.get(ONE)
    expect([missed.status, missed.body]).toEqual([status, { error: 'sorry' }])
    await world.advance(30_001)
    expect((await tab.get(VERIFY)).status).toBe(status)
  },
)

test.each([403, 404, 410])('a %i passes through, and drops the entry', async (status) => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(ONE)
  const held = world.network.hold(ONE)
  const refused = tab.get(ONE, { cache: 'no-cache' })
  ;(await held).answer({}, { status })
  expect((await refused).status).toBe(status)
  expect(await isHeld(tab, ONE)).toBe(false)
})

test.each([400, 409, 418])('a %i passes through, and says nothing of the entry', async (status) => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(ONE)
  const held = world.network.hold(ONE)
  const refused = tab.get(ONE, { cache: 'no-cache' })
  ;(await held).answer({}, { status })
  expect((await refused).status).toBe(status)
  expect(await isHeld(tab, ONE)).toBe(true)
})

test('a network that takes longer than 3 s is not waited for, and its late answer is stored', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.get(VERIFY)
  const slow = server.hold(VERIFY)
  const read = tab.get(VERIFY)
  const { answerNow } = await slow
  await world.advance(3_000)
  expect((await read).how).toBe('hit; ttl=27; detail=network-fallback')
  server.change('7', 'ESCROW')
  answerNow()
  await world.idle()
  expect(paymentOf(await tab.get(VERIFY, { cache: 'only-if-cached' }))).toBe('ESCROW')
  expect(tab.told).toContain('booking:7')
})

test('the 3 s cover the body', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(VERIFY)
  const held = world.network.hold(VERIFY)
  const read = tab.get(VERIFY)
  ;(await held).answer(new ReadableStream({ start: () => undefined }), {
    headers: { 'content-type': 'application/json' },
  })
  await world.advance(3_000)
  expect((await read).how).toMatch(/network-fallback$/)
})

test('without a valid entry the slow answer is waited for', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const slow = server.hold(VERIFY)
  const read = tab.get(VERIFY)
  const { answerNow } = await slow
  await world.advance(20_000)
  answerNow()
  expect((await read).how).toBe('fwd=miss; fwd-status=200; stored')
})

test('an entry that a payment makes wrong while the network fails does not stand in', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  await tab.get(VERIFY)
  const slow = world.network.hold(VERIFY)
  const read = tab.get(VERIFY)
  const arrived = await slow
  await other.post(PAY)
  arrived.fail()
  await expect(read).rejects.toThrow('Failed to fetch')
  expect(server.executed).toHaveLength(1)
})

test('Retry-After holds back what no page waits for, and no page', async () => {
  const { world } = begin({ agingFields: [] })
  const tab = world.open()
  await tab.get(ONE)
  await world.advance(31_000)
  const answer = world.network.server
  world.network.server = (arrived) => arrived.answer({}, { status: 503, headers: { 'retry-after': '120' } })
  await tab.get(ONE)
  await world.idle()
  await world.advance(60_000)
  expect((await tab.get(ONE)).how).toMatch(/^hit/)
  await world.idle()
  expect(world.network.count(ONE)).toBe(2)
  world.network.server = answer
  expect((await tab.get(ONE, { cache: 'no-cache' })).how).toMatch(/^fwd/)
  expect((await tab.get('/api/bookings/8')).status).toBe(200)
})

test('a background request that failed counts for 30 s', async () => {
  const { world } = begin({ agingFields: [] })
  const tab = world.open()
  await tab.get(ONE)
  await world.advance(31_000)
  world.network.online = false
  await tab.get(ONE)
  await world.idle()
  world.network.online = true
  await world.advance(29_000)
  await tab.get(ONE)
  await world.idle()
  expect(world.network.count(ONE)).toBe(1)
  await world.advance(1_000)
  await tab.get(ONE)
  await world.idle()
  expect(world.network.count(ONE)).toBe(2)
})

test('a body that breaks off is broken for the page too, and is not stored', async () => {
  const { world } = begin()
  const tab = world.open()
  const held = world.network.hold(LIST)
  const read = tab.fetch(LIST)
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"bookings":'))
    },
    pull(controller) {
      controller.error(new TypeError('the connection broke'))
    },
  })
  ;(await held).answer(body, { headers: { 'content-type': 'application/json' } })
  await expect((await read).text()).rejects.toThrow()
  expect(await isHeld(tab, LIST)).toBe(false)
})

test('who gives up leaves the others alone', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  const held = server.hold(LIST)
  const controller = new AbortController()
  void tab.get(LIST, { signal: controller.signal }).catch(() => 'aborted')
  const read = other.get(LIST)
  const { answerNow } = await held
  await world.idle()
  controller.abort()
  answerNow()
  expect((await read).status).toBe(200)
})

test('28: a page gets nothing of an answer that the worker hasn’t got whole: its stop breaks no body', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const half = new TextEncoder().encode('{"bookings":[')
  const held = world.network.hold(LIST)
  let isAnswered = false
  const read = tab.fetch(LIST).then((response) => {
    isAnswered = true
    return response.json()
  })
  const headers = { 'content-type': 'application/json' }
  ;(await held).answer(new ReadableStream({ start: (body) => body.enqueue(half) }), { headers })
  await world.idle()
  expect(isAnswered).toBe(false)
  world.kill()
  expect(await read).toMatchObject({ bookings: [server.booking('7'), server.booking('8')] })
})
