import { expect, test } from 'vitest'
import { begin, invalidations, isHeld, LIST, ONE, PAY, paymentOf } from './stage.ts'

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

test('3: what was asked within that minute and answered after it is not stored', async () => {
  const { world, server } = begin({ agingFields: [] })
  const tab = world.open()
  const held = world.network.hold(`POST ${PAY}`)
  const paid = tab.post(PAY).catch(() => 'failed')
  ;(await held).fail()
  await paid
  const slow = server.hold(LIST)
  const read = tab.get(LIST)
  const { answerThen } = await slow
  server.change('7', 'ESCROW')
  await world.advance(61_000)
  answerThen()
  await read
  expect(paymentOf(await tab.get(LIST))).toBe('ESCROW')
})

test.each([502, 504])('3: a gateway that answers %i knows no better what became of a payment', async (status) => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(LIST)
  const held = world.network.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  ;(await held).answer({}, { status })
  expect((await paid).status).toBe(status)
  await tab.get(LIST)
  expect(await isHeld(tab, LIST)).toBe(false)
})

test('3: what was sent while the browser was offline was never sent, and nothing is distrusted', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(LIST)
  world.network.online = false
  await expect(tab.post(PAY)).rejects.toThrow()
  expect(await isHeld(tab, LIST)).toBe(true)
})

test('4: a run that finds a payment under way gives it a minute of its own, however long ago it began', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.get(LIST)
  const held = world.network.hold(`POST ${PAY}`)
  void tab.post(PAY)
  await held
  world.wall += 61_000
  world.mono += 61_000
  // Not Chromium: nothing is dispatched again.
  world.restart()
  expect(paymentOf(await tab.get(LIST))).toBe('PENDING')
  await world.advance(30_000)
  server.change('7', 'ESCROW')
  expect(paymentOf(await tab.get(LIST))).toBe('ESCROW')
  await world.advance(31_000)
  await tab.get(LIST)
  expect(await isHeld(tab, LIST)).toBe(true)
})

test('5: a verification that dies may have concerned any booking', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get('/api/bookings/8')
  const held = world.network.hold('POST /api/payment/verify')
  const verified = tab.post('/api/payment/verify', { reference: 'ref-7' })
  ;(await held).fail()
  await expect(verified).rejects.toThrow()
  expect(await isHeld(tab, '/api/bookings/8')).toBe(false)
})

test('5: a verification that dies is distrusted in every session', async () => {
  const { world } = begin()
  const [tab, other] = [world.open(), world.open()]
  const read = (cache: RequestCache): ReturnType<typeof other.get> =>
    other.get(ONE, { cache, headers: { authorization: 'Bearer b' } })
  await read('default')
  const held = world.network.hold('POST /api/payment/verify')
  const verified = tab.post('/api/payment/verify', { reference: 'ref-7' }, { headers: { authorization: 'Bearer a' } })
  ;(await held).fail()
  await expect(verified).rejects.toThrow()
  expect((await read('only-if-cached')).status).toBe(504)
})

test('5: what no rule names makes everything wrong in every session', async () => {
  const { world } = begin()
  const [tab, other] = [world.open(), world.open()]
  await other.get(ONE, { credentials: 'include' })
  await tab.post('/api/reviews')
  const { how } = await other.get(ONE, { credentials: 'include' })
  expect(how).toMatch(/^fwd/)
})

test('5: a verification invalidates what its answer names', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.get('/api/bookings/8')
  await tab.get(ONE)
  const held = world.network.hold('POST /api/payment/verify')
  const verified = tab.post('/api/payment/verify', { reference: 'ref-7' })
  server.change('7', 'ESCROW')
  ;(await held).answer({ success: true, payment: server.payment('7'), booking: server.booking('7') })
  await verified
  expect(tab.told).toEqual(expect.arrayContaining(['payment:ref-7', 'booking:7']))
  expect(await isHeld(tab, ONE)).toBe(false)
  expect(await isHeld(tab, '/api/bookings/8')).toBe(true)
})

test('15: a payment is told to the pages once, when it is settled', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.get(LIST)
  const held = server.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  const { answerNow } = await held
  expect(invalidations(tab)).toBe(0)
  answerNow()
  await paid
  await world.idle()
  expect(invalidations(tab)).toBe(1)
})
