import { expect, test } from 'vitest'
import { event, liveId, pay } from './live-stage.ts'
import { begin, invalidations, isHeld, ONE, PAY, paymentOf, VERIFY } from './stage.ts'

test('the event of a change whose answer came first is told to nobody, and its id is remembered', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const payment = await pay(tab, server)
  payment.commit()
  await payment.answer()
  await tab.get(ONE)
  await tab.tell(event('42', ['41', '42'], ['booking:7', 'bookings']))
  expect(invalidations(tab)).toBe(1)
  expect(await isHeld(tab, ONE)).toBe(true)
  expect(liveId(await tab.tell({ type: 'hello' }))).toBe('42')
})

test('what only the event names is told, and what was asked after the answer stays', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.get(VERIFY)
  const payment = await pay(tab, server)
  payment.commit()
  await payment.answer()
  await tab.get(ONE)
  await tab.tell(event('42', ['41', '42']))
  expect(tab.told.filter((group) => group === 'booking:7')).toHaveLength(1)
  expect(tab.told).toContain('payments')
  expect(await isHeld(tab, ONE)).toBe(true)
  expect(await isHeld(tab, VERIFY)).toBe(false)
})

test('an event that came before its answer: what was asked between the two stays, and nothing is told again', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.get(ONE)
  const payment = await pay(tab, server)
  payment.commit()
  await tab.tell(event('42', ['41', '42']))
  expect(paymentOf(await tab.get(ONE))).toBe('ESCROW')
  await payment.answer()
  expect(await isHeld(tab, ONE)).toBe(true)
  expect(tab.told.filter((group) => group === 'booking:7')).toHaveLength(1)
})

test('a read that was sent before the event, and comes after the answer, is overtaken all the same', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const read = server.hold(`GET ${ONE}`)
  const reading = tab.get(ONE)
  const { answerThen } = await read
  const payment = await pay(tab, server)
  payment.commit()
  await tab.tell(event('42', ['41', '42']))
  await payment.answer()
  answerThen()
  expect(paymentOf(await reading)).toBe('ESCROW')
  expect(paymentOf(await tab.get(ONE))).toBe('ESCROW')
})

test('an event that tells of another change too is heard', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const payment = await pay(tab, server)
  payment.commit()
  await payment.answer()
  await tab.get(ONE)
  server.change('7', 'RELEASED')
  await tab.tell(event('43', ['41', '42', '43']))
  expect(paymentOf(await tab.get(ONE))).toBe('RELEASED')
})

test('what was asked before the last of several changes was told is wrong', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const payment = await pay(tab, server)
  await tab.tell(event('41'))
  await tab.get(ONE)
  payment.commit()
  await tab.tell(event('42', ['42'], ['services']))
  await payment.answer()
  expect(paymentOf(await tab.get(ONE))).toBe('ESCROW')
})

test('an answer that names a change which nobody has told yet counts in full', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const payment = await pay(tab, server)
  await tab.tell(event('41'))
  await tab.get(ONE)
  payment.commit()
  await payment.answer()
  expect(paymentOf(await tab.get(ONE))).toBe('ESCROW')
})

test('while an answer streams the server may be at work: what its headers name is not all', async () => {
  const { world, server } = begin()
  const tab = world.open()
  let end = (): void => undefined
  const body = new ReadableStream({ start: (controller) => void (end = () => controller.close()) })
  const held = server.hold(`POST ${PAY}`)
  const paid = tab.fetch(PAY, { method: 'POST' })
  const { arrived } = await held
  await tab.tell(event('41'))
  arrived.answer(body, { headers: { 'payment-sync-changes': '41', 'content-type': 'text/plain' } })
  const response = await paid
  await tab.get(ONE)
  server.change('7', 'ESCROW')
  end()
  await response.text()
  await world.idle()
  expect(paymentOf(await tab.get(ONE))).toBe('ESCROW')
})

test('a change is remembered for a minute: a number that comes again later is another one', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.tell(event('41'))
  await world.advance(61_000)
  await tab.get(ONE)
  server.change('7', 'ESCROW')
  await tab.tell(event('41'))
  expect(paymentOf(await tab.get(ONE))).toBe('ESCROW')
})

test('another database knows nothing of what was told: the answer counts in full', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const payment = await pay(tab, server)
  await tab.tell(event('42', ['41', '42']))
  world.disk.delete()
  expect(liveId(await tab.tell({ type: 'hello' }))).toBe('')
  await tab.get(ONE)
  payment.commit()
  await payment.answer()
  expect(paymentOf(await tab.get(ONE))).toBe('ESCROW')
})

test('the event of a change that another session made is told to nobody: what this one holds was asked later', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const payment = await pay(tab, server)
  payment.commit()
  await payment.answer()
  await tab.post('/api/auth/login')
  server.user = '2'
  await tab.get(ONE)
  const before = invalidations(tab)
  await tab.tell(event('42', ['41', '42']))
  expect(invalidations(tab)).toBe(before)
  expect((await tab.get(ONE, { cache: 'only-if-cached' })).body).toMatchObject({ user: '2' })
})

test('a repeated dispatch gets the recorded answer, and the event of its change is told to nobody', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.get(ONE)
  let isPaid = false
  world.network.server = (arrived) => {
    if (arrived.method === 'GET') return server.answer(arrived)
    server.change('7', 'ESCROW')
    isPaid = true
    arrived.answer({ success: true }, { headers: { 'payment-sync-changes': '41' } })
  }
  world.killAt((step) => isPaid && step === 'tell')
  expect((await tab.post(PAY)).how).toBe('hit; detail=repeated-dispatch')
  await tab.get(ONE)
  await tab.tell(event('41', ['41'], ['booking:7', 'bookings']))
  expect(await isHeld(tab, ONE)).toBe(true)
  expect(paymentOf(await tab.get(ONE))).toBe('ESCROW')
})
