import { expect, test } from 'vitest'
import type { Reply } from '../../shared/protocol.ts'
import type { BookingServer } from './booking-server.ts'
import { begin, invalidations, isHeld, ONE, PAY, paymentOf, SERVICES, VERIFY } from './stage.ts'
import type { Tab } from './tab.ts'

const touched = ['booking:7', 'bookings', 'payments', 'payment:ref-7']

/** What the tab that leads says to the worker; pages learn what it answers. */
const event = (id: string, changes: readonly string[] = [id], groups: readonly string[] = touched) =>
  ({ type: 'live', id, groups, changes }) as const

const liveId = (reply: Reply | undefined): string | undefined => (reply?.type === 'latest' ? reply.live : undefined)

/** A payment whose answer waits for the test, and then names its changes. */
async function pay(tab: Tab, server: BookingServer, url = PAY) {
  const held = server.hold(`POST ${url}`)
  const paid = tab.post(url)
  const { arrived } = await held
  return {
    commit: () => server.change('7', 'ESCROW'),
    answer: async (headers: Record<string, string> = { 'payment-sync-changes': '41, 42' }) => {
      arrived.answer({ success: true, booking: { id: '7' } }, { headers })
      await paid
    },
  }
}

test('what the live channel tells is written down before a tab hears of it', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  await tab.get(ONE)
  server.change('7', 'ESCROW')
  expect(liveId(await tab.tell({ type: 'hello' }))).toBe('')
  expect(liveId(await tab.tell(event('41')))).toBe('41')
  expect(other.heard.at(-1)).toMatchObject({ type: 'invalidated', reason: 'live', groups: touched })
  expect(await isHeld(other, ONE)).toBe(false)
  expect(paymentOf(await other.get(ONE))).toBe('ESCROW')
  world.restart()
  expect(liveId(await other.tell({ type: 'hello' }))).toBe('41')
})

test('killed at any step of hearing an event, the worker has taken it with its id, or not at all', async () => {
  for (let at = 0; at < 60; at += 1) {
    const { world, server } = begin()
    const tab = world.open()
    await tab.get(ONE)
    server.change('7', 'ESCROW')
    let left = at
    world.killAt(() => left-- === 0)
    void tab.tell(event('41'))
    await world.idle()
    world.onStep = undefined
    const has = liveId(await tab.tell({ type: 'hello' })) === '41'
    expect(await isHeld(tab, ONE), `stopped at step ${at}`).toBe(!has)
    // Whoever leads has no answer, and says it again.
    expect(liveId(await tab.tell(event('41')))).toBe('41')
    expect(paymentOf(await tab.get(ONE))).toBe('ESCROW')
  }
})

test('an event that is said twice is told once', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.tell(event('41'))
  await tab.get(ONE)
  await tab.tell(event('41'))
  expect(invalidations(tab)).toBe(1)
  expect(await isHeld(tab, ONE)).toBe(true)
})

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

test('a gap makes everything wrong, and behind it the server may count anew', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.tell(event('41'))
  await tab.get(SERVICES)
  await tab.tell(event('7', [], ['*']))
  expect(await isHeld(tab, SERVICES)).toBe(false)
  expect(liveId(await tab.tell({ type: 'hello' }))).toBe('7')
  await tab.get(ONE)
  server.change('7', 'ESCROW')
  await tab.tell(event('41'))
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

test('a mutation of unknown outcome stays unsettled, whatever the live channel tells meanwhile', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const held = server.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  const { arrived } = await held
  arrived.fail()
  await expect(paid).rejects.toThrow('Failed to fetch')
  await tab.tell(event('41'))
  await tab.get(ONE)
  expect(await isHeld(tab, ONE)).toBe(false)
  server.change('7', 'ESCROW')
  await world.advance(61_000)
  expect(paymentOf(await tab.get(ONE))).toBe('ESCROW')
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

test('a server can not forge names of the library', async () => {
  const { world } = begin()
  const tab = world.open()
  expect(await tab.tell(event('41', ['41'], ['@all']))).toMatchObject({ type: 'refused' })
})

test('a page that slept is told what the live channel told', async () => {
  const { world } = begin()
  const [tab, other] = [world.open(), world.open()]
  const before = await tab.tell({ type: 'hello' })
  if (before?.type !== 'latest') throw new Error('no answer')
  tab.asleep = true
  await other.tell(event('41'))
  tab.asleep = false
  const missed = await tab.tell({ type: 'catch-up', since: before.stamp, born: before.born })
  expect(missed).toMatchObject({ groups: expect.arrayContaining(touched) as string[], live: '41' })
})
