import { expect, test } from 'vitest'
import { begin, isHeld, LIST, PAY, paymentOf, quota, SERVICES, VERIFY } from './stage.ts'

test('6: the browser’s HTTP cache never answers for the server', async () => {
  const { world, server } = begin()
  server.headers = { 'cache-control': 'max-age=60' }
  const tab = world.open()
  await tab.get(LIST)
  await tab.post(PAY)
  await tab.get(LIST, { headers: { 'cache-control': 'max-stale' } })
  const [first, , again] = world.network.log
  expect([first?.request.cache, again?.request.cache]).toEqual(['reload', 'reload'])
  expect(first?.request.headers.get('if-none-match')).toBe(null)
  expect(again?.request.headers.get('if-none-match')).toBeTruthy()
  expect(again?.request.headers.get('cache-control')).toBe(null)
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

test('8: nothing older follows an answer that was asked for again because its database was deleted', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  const first = server.hold(LIST)
  const read = tab.get(LIST)
  const { answerThen } = await first
  world.disk.delete()
  await other.get(SERVICES)
  await world.advance(61_000)
  expect((await other.get(LIST)).how).toMatch(/stored$/)
  const again = server.hold(LIST)
  answerThen()
  const { answerNow } = await again
  server.change('7', 'ESCROW')
  answerNow()
  expect(paymentOf(await read)).toBe('ESCROW')
  expect(paymentOf(await other.get(LIST))).toBe('ESCROW')
})

test('8: what a broken connection may still do is not forgotten with the database', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.get(LIST)
  const held = world.network.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  ;(await held).fail()
  await expect(paid).rejects.toThrow()
  world.disk.delete()
  await tab.get(LIST)
  server.change('7', 'ESCROW')
  expect(paymentOf(await tab.get(LIST))).toBe('ESCROW')
  await world.advance(61_000)
  await tab.get(LIST)
  expect(await isHeld(tab, LIST)).toBe(true)
})

test('8: what was under way is not forgotten with a database that is deleted while no worker runs', async () => {
  const { world, server } = begin({ agingFields: [] })
  const tab = world.open()
  await tab.get(LIST)
  const held = world.network.hold(`POST ${PAY}`)
  void tab.post(PAY).catch(() => 'nobody knows what became of it')
  await held
  world.disk.delete()
  world.restart()
  expect(paymentOf(await tab.get(LIST))).toBe('PENDING')
  server.change('7', 'ESCROW')
  expect(paymentOf(await tab.get(LIST, { cache: 'force-cache' }))).toBe('ESCROW')
  await world.advance(61_000)
  await tab.get(LIST)
  expect(await isHeld(tab, LIST)).toBe(true)
})

test('8: stamps begin above those of the database that was deleted', async () => {
  const { world } = begin()
  const tab = world.open()
  let asOf = 0
  // More than a new count would have come to.
  for (let count = 0; count < 20; count += 1) ({ asOf } = await tab.get(LIST, { cache: 'reload' }))
  world.disk.delete()
  await world.advance(1)
  world.restart()
  expect((await tab.get(LIST)).asOf).toBeGreaterThan(asOf)
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
  expect(world.network.count(LIST)).toBe(2)
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

test('10: overtaken twice, an answer goes to those who began before, unstored, and to nobody else', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  const first = server.hold(LIST)
  const early = tab.get(LIST)
  const { answerThen } = await first
  await other.post('/api/book-service/8/cancel')
  const second = server.hold(LIST)
  answerThen()
  const again = await second
  await other.post(PAY)
  const third = server.hold(LIST)
  const late = other.get(LIST)
  const { answerNow } = await third
  again.answerThen()
  expect(paymentOf(await early)).toBe('PENDING')
  expect(await isHeld(other, LIST)).toBe(false)
  answerNow()
  expect(paymentOf(await late)).toBe('ESCROW')
})

test('10: what was overtaken twice and delivered is not followed by something older that was under way', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  const first = server.hold(LIST)
  const early = tab.get(LIST)
  const { answerThen } = await first
  await other.post('/api/book-service/8/cancel')
  const second = server.hold(LIST)
  answerThen()
  const again = await second
  await other.post('/api/book-service/8/release')
  const third = server.hold(LIST)
  const late = other.get(LIST)
  const slowToCome = await third
  server.change('7', 'ESCROW')
  again.answerNow()
  expect(paymentOf(await early)).toBe('ESCROW')
  slowToCome.answerThen()
  await late
  expect(paymentOf(await tab.get(LIST, { cache: 'force-cache' }))).toBe('ESCROW')
})

test('10: of two answers that were under way at once the one sent last may be the older: it is asked for again', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  const first = server.hold(LIST)
  const one = tab.get(LIST, { cache: 'reload' })
  const slowToGo = await first
  const second = server.hold(LIST)
  const two = other.get(LIST, { cache: 'reload' })
  const slowToCome = await second
  server.change('7', 'ESCROW')
  slowToGo.answerNow()
  expect(paymentOf(await one)).toBe('ESCROW')
  slowToCome.answerThen()
  expect(paymentOf(await two)).toBe('ESCROW')
  expect(paymentOf(await tab.get(LIST))).toBe('ESCROW')
})

test('11: what was delivered and not stored is not followed by something that was under way, sent before or after', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  const first = server.hold(LIST)
  const one = tab.get(LIST, { cache: 'no-store' })
  const slowToGo = await first
  const second = server.hold(LIST)
  const two = other.get(LIST, { cache: 'reload' })
  const slowToCome = await second
  server.change('7', 'ESCROW')
  slowToGo.answerNow()
  expect(paymentOf(await one)).toBe('ESCROW')
  slowToCome.answerThen()
  await two
  expect(paymentOf(await tab.get(LIST))).toBe('ESCROW')
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

test('11: a newer answer that is too large to be stored takes the older entry with it', async () => {
  const { world, server } = begin({ limits: { entryBytes: 1_000 } })
  const tab = world.open()
  await tab.get(LIST)
  server.change('7', 'E'.repeat(2_000))
  expect(paymentOf(await tab.get(LIST, { cache: 'reload' }))).toMatch(/^E+$/)
  expect(await isHeld(tab, LIST)).toBe(false)
})

test('10: an overtaken read asks for itself where what was asked later is too large to be shared', async () => {
  const { world, server } = begin({ limits: { entryBytes: 1_000 } })
  const [tab, other] = [world.open(), world.open()]
  const first = server.hold(LIST)
  const early = tab.get(LIST)
  const { answerThen } = await first
  await tab.post(PAY)
  server.change('7', 'E'.repeat(2_000))
  const second = server.hold(LIST)
  const late = other.get(LIST)
  const { answerNow } = await second
  answerThen()
  await world.idle()
  answerNow()
  for (const seen of await Promise.all([early, late])) expect(paymentOf(seen)).toMatch(/^E+$/)
})

test('11: a newer answer that does not fit on the disk takes the older entry with it', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.get(LIST)
  server.change('7', 'ESCROW')
  world.disk.fault = (step) => step === 'write' && quota()
  expect(paymentOf(await tab.get(LIST, { cache: 'reload' }))).toBe('ESCROW')
  world.disk.fault = undefined
  expect(paymentOf(await tab.get(LIST))).toBe('ESCROW')
})

test('11: what was delivered and not stored is not followed by something older that was under way', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  const slow = server.hold(LIST)
  const early = tab.get(LIST)
  const { answerThen } = await slow
  server.change('7', 'ESCROW')
  expect(paymentOf(await other.get(LIST, { cache: 'no-store' }))).toBe('ESCROW')
  answerThen()
  await early
  expect(paymentOf(await other.get(LIST))).toBe('ESCROW')
})

test('11: an answer is stored before it is handed over', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(LIST)
  world.restart()
  expect((await tab.get(LIST)).how).toMatch(/^(hit|fwd=stale)/)
})

test('10: what was dropped for room is not followed by something older that was under way', async () => {
  const { world, server } = begin({ limits: { entries: 1 } })
  const [tab, other] = [world.open(), world.open()]
  await tab.get(VERIFY)
  const first = server.hold(LIST)
  const one = tab.get(LIST, { cache: 'reload' })
  const early = await first
  const second = server.hold(LIST)
  const two = other.get(LIST, { cache: 'reload' })
  const late = await second
  // Used later than the first, which is dropped as soon as it is stored.
  await world.advance(1)
  await tab.get(SERVICES)
  server.change('7', 'ESCROW')
  early.answerNow()
  expect(paymentOf(await one)).toBe('ESCROW')
  late.answerThen()
  expect(paymentOf(await two)).toBe('ESCROW')
})

test('10: nobody shares what is older than something that was dropped for room', async () => {
  const { world, server } = begin({ limits: { entries: 1 } })
  const [tab, other] = [world.open(), world.open()]
  await tab.get(SERVICES)
  // It is stored, and on its way to whoever asked.
  let goOn = (): void => undefined
  const slow = new Promise<void>((isSlow) => {
    world.gate = (step) => {
      if (step !== 'readwrite done') return undefined
      world.gate = undefined
      isSlow()
      return new Promise((resolve) => (goOn = resolve))
    }
  })
  const one = tab.get(LIST, { cache: 'reload' })
  await slow
  const makeRoom = async (): Promise<void> => {
    await world.advance(1)
    await other.get(SERVICES, { cache: 'reload' })
  }
  await makeRoom()
  server.change('7', 'ESCROW')
  expect(paymentOf(await other.get(LIST, { cache: 'reload' }))).toBe('ESCROW')
  await makeRoom()
  const shared = other.get(LIST)
  await world.idle()
  goOn()
  await one
  expect(paymentOf(await shared)).toBe('ESCROW')
})

test('10: of answers that came at once while an outcome is unknown, none is followed by an older one', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const broken = world.network.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  ;(await broken).fail()
  await expect(paid).rejects.toThrow()
  const [one, other] = [server.hold(VERIFY), server.hold(VERIFY)]
  const [first, second] = [tab.get(VERIFY), tab.get(VERIFY)]
  const [{ answerNow }, { answerThen }] = [await one, await other]
  // The server reads the second before the change, and the first after it.
  server.change('7', 'ESCROW')
  answerNow()
  expect(paymentOf(await first)).toBe('ESCROW')
  answerThen()
  expect(paymentOf(await second)).toBe('ESCROW')
})
