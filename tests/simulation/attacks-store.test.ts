import { expect, test } from 'vitest'
import { begin, broken, isHeld, LIST, ONE, PAY, paymentOf, quota, SERVICES, VERIFY } from './stage.ts'

test('9: an invalidation that the disk refuses is not forgotten by a restart', async () => {
  const { world } = begin({ agingFields: [] })
  const tab = world.open()
  await tab.get(LIST)
  world.disk.fault = (step) => step === 'write' && quota()
  await tab.post(PAY)
  world.disk.fault = undefined
  world.restart()
  expect(paymentOf(await tab.get(LIST))).toBe('ESCROW')
})

test('9: what can neither be invalidated nor cleared is deleted', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(LIST)
  world.disk.fault = (step) => (step === 'write' || step === 'read') && broken()
  await tab.post(PAY)
  world.disk.fault = undefined
  expect(world.disk.exists).toBe(false)
  expect(tab.told).toContain('*')
})

test('9: what can not even be deleted makes the worker go', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(LIST)
  world.disk.fault = broken
  await tab.post(PAY)
  expect(world.unregistered).toBe(true)
})

test('9: a store that is known to be bad tells the pages of every change all the same', async () => {
  const { world } = begin()
  const [tab, other] = [world.open(), world.open()]
  await other.get(LIST)
  world.disk.fault = broken
  await tab.post(PAY)
  await world.idle()
  const heard = other.heard.length
  await tab.post('/api/book-service/8/cancel')
  await world.idle()
  expect(other.heard.slice(heard)).toContainEqual(expect.objectContaining({ reason: 'distrust', groups: ['*'] }))
})

test('9: of a change that a hanging disk can not note in time pages hear all the same', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  await other.get(LIST)
  const held = server.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  const { answerNow } = await held
  world.gate = (step) => (step === 'readwrite asked' ? new Promise(() => undefined) : undefined)
  answerNow()
  await world.advance(500)
  expect((await paid).status).toBe(200)
  expect(other.told).toEqual(['*'])
})

test('9: what a run can not note is not trusted by another that is alive beside it, however often', async () => {
  const { world, server } = begin({ agingFields: [] })
  const [tab, other] = [world.open(), world.open()]
  await tab.get(LIST)
  const held = server.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  const { answerNow } = await held
  world.disk.fault = (step) => step === 'write' && broken()
  await other.post('/api/book-service/8/cancel')
  world.disk.fault = undefined
  world.replace()
  await other.get(LIST)
  await world.advance(61_000)
  await other.get(LIST)
  expect(await isHeld(other, LIST)).toBe(true)
  answerNow()
  await paid
  await world.idle()
  expect(paymentOf(await other.get(LIST, { cache: 'force-cache' }))).toBe('ESCROW')
})

test('9: a disk that refuses the invalidation once, and then has room, is trusted', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(LIST)
  let refusals = 1
  world.disk.fault = (step) => step === 'write' && refusals > 0 && (refusals -= 1) === 0 && quota()
  await tab.post(PAY)
  expect(world.unregistered).toBe(false)
  expect(paymentOf(await tab.get(LIST))).toBe('ESCROW')
  expect(await isHeld(tab, LIST)).toBe(true)
})

test('a run that can not write serves nothing, and the app goes on', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(LIST)
  world.restart()
  world.disk.fault = (step) => step === 'write' && broken()
  const first = await tab.get(LIST)
  expect([first.status, first.how]).toEqual([200, ''])
  expect((await tab.get(LIST)).how).toBe('')
  expect(world.network.count(LIST)).toBe(3)
})

test('a store that can not be read is not served from, and the app goes on', async () => {
  const { world } = begin()
  world.hasLocks = false
  const tab = world.open()
  await tab.get(LIST)
  world.disk.fault = (step) => step === 'read' && broken()
  expect(paymentOf(await tab.get(LIST))).toBe('PENDING')
  expect(world.network.count(LIST)).toBe(2)
})

test('what was delivered while the store could not be asked is not followed by anything older', async () => {
  const { world, server } = begin()
  world.hasLocks = false
  const [tab, other] = [world.open(), world.open()]
  await tab.get(LIST)
  let failures = 1
  world.disk.fault = (step) => step === 'read' && failures > 0 && (failures -= 1) === 0 && broken()
  server.change('7', 'ESCROW')
  expect(paymentOf(await tab.get(LIST))).toBe('ESCROW')
  expect(paymentOf(await other.get(LIST, { cache: 'force-cache' }))).toBe('ESCROW')
})

test('what was delivered while the store hung is not followed by anything older', async () => {
  const { world, server } = begin()
  world.hasLocks = false
  const tab = world.open()
  await tab.get(LIST)
  let goOn = (): void => undefined
  world.gate = (step) => (step === 'readonly asked' ? new Promise((resolve) => (goOn = resolve)) : undefined)
  server.change('7', 'ESCROW')
  const read = tab.get(LIST)
  await world.advance(1_000)
  expect(paymentOf(await read)).toBe('ESCROW')
  world.gate = undefined
  goOn()
  expect(paymentOf(await tab.get(LIST, { cache: 'force-cache' }))).toBe('ESCROW')
})

test('a database that can not be opened is nobody’s problem but the store’s', async () => {
  const { world } = begin()
  const tab = world.open()
  world.disk.fault = broken
  world.restart()
  expect((await tab.get(LIST)).status).toBe(200)
  expect((await tab.get(VERIFY)).status).toBe(200)
})

test('what is delivered past a database that can not be opened is not followed by what is older', async () => {
  const { world, server } = begin({ agingFields: [] })
  const tab = world.open()
  await tab.get(LIST)
  world.disk.fault = (step) => step === 'open' && broken()
  world.restart()
  server.change('7', 'ESCROW')
  expect(paymentOf(await tab.get(LIST))).toBe('ESCROW')
  world.disk.fault = undefined
  world.restart()
  expect(paymentOf(await tab.get(LIST, { cache: 'force-cache' }))).toBe('ESCROW')
})

test('a store that hangs is waited for 500 ms', async () => {
  const { world } = begin()
  world.hasLocks = false
  const tab = world.open()
  await tab.get(LIST)
  world.gate = (step) => (step === 'readonly asked' ? new Promise(() => undefined) : undefined)
  const read = tab.get(LIST)
  await world.advance(499)
  expect(world.network.count(LIST)).toBe(1)
  await world.advance(1)
  expect(world.network.count(LIST)).toBe(2)
  // As long again for noting that nothing older may follow.
  await world.advance(500)
  expect((await read).status).toBe(200)
})

test('17: a database of a newer version is left alone, and nothing is served', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(LIST)
  world.disk.version = 99
  world.restart()
  expect((await tab.get(LIST)).how).toBe('')
  expect(world.disk.tables.entries.size).toBe(1)
})

test('17: a waiting worker opens the database as it stands, and closes it to nobody', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(LIST)
  const [active] = world.disk.connections
  // The waiting one knows a newer schema.
  world.disk.version = 0
  world.replace()
  await world.idle()
  expect(world.disk.connections).toContain(active)
  expect(world.disk.version).toBe(0)
})

test('18: what a former run settles hits what the present run has asked and stored meanwhile', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.get(LIST)
  const held = server.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  const { answerNow } = await held
  world.replace()
  await tab.get(VERIFY)
  await tab.get(LIST)
  await world.advance(10)
  answerNow()
  await paid
  expect(paymentOf(await tab.get(LIST, { cache: 'force-cache' }))).toBe('ESCROW')
  expect(tab.told).toContain('booking:7')
})

test('18: what a former run settles hits what the present run has under way', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const held = server.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  const { answerNow } = await held
  world.replace()
  await tab.get(VERIFY)
  // Each takes a stamp that is not written yet.
  for (const id of ['1', '2', '3']) {
    const other = server.hold(`/api/bookings/${id}`)
    void tab.get(`/api/bookings/${id}`)
    await other
  }
  const slow = server.hold(LIST)
  const read = tab.get(LIST)
  const { answerThen } = await slow
  answerNow()
  await paid
  answerThen()
  expect(paymentOf(await read)).toBe('ESCROW')
  expect(paymentOf(await tab.get(LIST, { cache: 'force-cache' }))).toBe('ESCROW')
})

test('18: a former run stores nothing behind the present one’s back', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const held = server.hold(SERVICES)
  const read = tab.get(SERVICES)
  const { answerNow } = await held
  world.replace()
  await tab.get(VERIFY)
  answerNow()
  expect((await read).status).toBe(200)
  expect(await isHeld(tab, SERVICES)).toBe(false)
})

test('a connection that the engine severed is opened again', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(LIST)
  const severAt = (begins: string): void => {
    world.onStep = (step) => {
      if (step !== begins) return
      world.onStep = undefined
      world.disk.sever()
    }
  }
  world.disk.sever()
  expect((await tab.get(LIST)).status).toBe(200)
  severAt('readwrite about to commit')
  await tab.post(PAY)
  expect(paymentOf(await tab.get(LIST))).toBe('ESCROW')
  expect(await isHeld(tab, LIST)).toBe(true)
})

test('a connection that is severed time and again is given up', async () => {
  const { world } = begin()
  const tab = world.open()
  world.onStep = (step) => {
    if (step === 'readwrite begins') world.disk.sever()
  }
  expect((await tab.get(LIST)).status).toBe(200)
  expect((await tab.get(LIST)).how).toBe('')
})

test('once a store fails, a payment is sent when the next run will know that nothing can be trusted', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(ONE)
  await world.advance(6_000)
  let failures = 2
  world.disk.fault = (step) => {
    if (step !== 'write' || failures === 0) return
    failures -= 1
    broken()
  }
  let goOn = (): void => undefined
  world.gate = (step) =>
    step === 'readwrite asked' && failures === 0 ? new Promise((resolve) => (goOn = resolve)) : undefined
  // Neither can what it brings be stored, nor what is held be dropped; that is being noted.
  void tab.get(VERIFY)
  await world.idle()
  const paid = tab.post(PAY)
  await world.idle()
  expect(world.network.count(`POST ${PAY}`)).toBe(0)
  world.gate = undefined
  goOn()
  expect((await paid).status).toBe(200)
  world.kill()
  expect(paymentOf(await tab.get(ONE, { cache: 'force-cache' }))).toBe('ESCROW')
})
