import { expect, test } from 'vitest'
import { begin, broken, hold, isHeld, LIST, ONE, PAY, paymentOf, VERIFY } from './stage.ts'

test('1: a payment whose worker dies before it answers is executed once, and the page gets its answer', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.get(VERIFY)
  // The settlement is on the disk; nobody has heard of it.
  world.killAt((step) => step === 'readwrite done' && server.executed.length === 1)
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
  const { answerNow } = await held
  world.kill()
  answerNow()
  await expect(paid).rejects.toThrow('Failed to fetch')
  expect(world.network.count(`POST ${PAY}`)).toBe(1)
  expect(paymentOf(await tab.get(VERIFY))).toBe('ESCROW')
  expect(tab.told).toContain('booking:7')
})

test('1: killed after the connection broke and before the page heard of it, the payment is not sent again', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const held = world.network.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  const { arrived } = { arrived: await held }
  let isBroken = false
  world.killAt((step) => isBroken && step === 'readwrite done')
  isBroken = true
  arrived.fail()
  await expect(paid).rejects.toThrow('Failed to fetch')
  expect(server.executed).toEqual([])
  // The page knows: whoever clicks again is no repeat.
  expect((await tab.post(PAY)).status).toBe(200)
})

/** A payment whose worker was stopped under it goes out again under its key: the server has both, and has answered neither. */
async function sentTwice() {
  const { world, server } = begin({ idempotentMethods: ['POST'] })
  const tab = world.open()
  const held = server.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  const first = await held
  const again = server.hold(`POST ${PAY}`)
  world.kill()
  return { tab, paid, first, second: await again }
}

test('1: killed while the server works, with an API that honours keys it is asked again under the same one', async () => {
  const { paid, first, second } = await sentTwice()
  const key = first.arrived.request.headers.get('idempotency-key')
  expect(key).toBeTruthy()
  expect(second.arrived.request.headers.get('idempotency-key')).toBe(key)
  second.answerNow()
  expect((await paid).status).toBe(200)
})

test('1: while a repeat under a key is under way, nothing that the first may change is stored', async () => {
  const { tab, paid, second } = await sentTwice()
  await tab.get(LIST)
  expect(await isHeld(tab, LIST)).toBe(false)
  second.answerNow()
  await paid
  // Settled under the same key, both are.
  await tab.get(LIST)
  expect(await isHeld(tab, LIST)).toBe(true)
})

test('1: a repeat that finds the browser offline does not forget that the first may have been sent', async () => {
  const { world, server } = begin({ idempotentMethods: ['POST'] })
  const tab = world.open()
  const held = server.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  await held
  world.network.online = false
  world.kill()
  await expect(paid).rejects.toThrow()
  world.network.online = true
  await tab.get(LIST)
  server.change('7', 'ESCROW')
  expect(paymentOf(await tab.get(LIST, { cache: 'force-cache' }))).toBe('ESCROW')
})

test('1: of two payments that are the same, one of them not yet on record, none is sent twice', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(LIST)
  const held = world.network.hold(`POST ${PAY}`)
  // The first waits for a connection that is lost, the second is on record over another.
  world.gate = (step) => (step === 'readwrite asked' ? new Promise(() => undefined) : undefined)
  const first = tab.post(PAY)
  await world.idle()
  world.gate = undefined
  world.disk.sever()
  const second = tab.post(PAY)
  await held
  world.kill()
  const outcomes = await Promise.allSettled([first, second])
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(world.network.count(`POST ${PAY}`)).toBe(1)
  expect((await tab.post(PAY)).status).toBe(200)
})

test('1: the repeat that a run gets which begins late is known, though a newer run took another payment for it', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const held = server.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  const { answerNow } = await held
  const goOn = hold(world, 'open done')
  // Its repeat comes to a run that takes long to begin.
  world.kill()
  await world.idle()
  world.gate = undefined
  answerNow()
  world.replace()
  await expect(tab.post(PAY)).rejects.toThrow('Failed to fetch')
  goOn()
  await expect(paid).rejects.toThrow('Failed to fetch')
  expect(server.executed).toEqual([`POST ${PAY}`])
})

test('1: under a key, both go out under the same one', async () => {
  const { world, server } = begin({ idempotentMethods: ['POST'] })
  const tab = world.open()
  const held = server.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  const first = await held
  const goOn = hold(world, 'open done')
  world.kill()
  await world.idle()
  world.gate = undefined
  world.replace()
  const taken = server.hold(`POST ${PAY}`)
  const same = tab.post(PAY)
  const second = await taken
  second.answerNow()
  await same
  const late = server.hold(`POST ${PAY}`)
  goOn()
  const third = await late
  third.answerNow()
  await paid
  const keys = [first, second, third].map(({ arrived }) => arrived.request.headers.get('idempotency-key'))
  expect(keys).toEqual([expect.any(String), keys[0], keys[0]])
})

test('1: under a key, a repeat that is refused tells nothing of the first, which may still be executed', async () => {
  for (const status of [409, 503]) {
    const { tab, paid, first, second } = await sentTwice()
    second.arrived.answer({ error: 'The first is still at work.' }, { status })
    expect((await paid).status).toBe(status)
    await tab.get(LIST)
    first.answerNow()
    expect(paymentOf(await tab.get(LIST, { cache: 'force-cache' }))).toBe('ESCROW')
  }
})

test('1: of two payments that are the same each has its own answer', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const [one, other] = [server.hold(`POST ${PAY}`), server.hold(`POST ${PAY}`)]
  const paid = [tab.post(PAY), tab.post(PAY)]
  const underway = [await one, await other]
  // Both are settled; neither answer is handed over.
  world.gate = (step) => (step === 'tell' ? new Promise(() => undefined) : undefined)
  for (const { answerNow } of underway) answerNow()
  await world.idle()
  world.gate = undefined
  world.kill()
  const versions = (await Promise.all(paid)).map(
    ({ body }) => (body as { booking: { payment: { version: number } } }).booking.payment.version,
  )
  expect(new Set(versions)).toEqual(new Set([2, 3]))
  expect(server.executed).toHaveLength(2)
})

test('1: whenever the worker is killed, a payment is executed at most once, and no later read is older', async () => {
  for (let at = 1; ; at += 1) {
    const { world, server } = begin()
    const [tab, other] = [world.open(), world.open()]
    await other.get(LIST)
    let steps = 0
    world.killAt(() => (steps += 1) === at)
    const paid = await tab.post(PAY).catch(() => undefined)
    if (steps < at) return expect(at).toBeGreaterThan(10)
    expect(server.executed.length, `killed at step ${at}`).toBeLessThanOrEqual(1)
    if (paid) expect(server.executed.length, `killed at step ${at}`).toBe(1)
    const expected = server.payment('7').status
    expect(paymentOf(await other.get(LIST)), `killed at step ${at}`).toBe(expected)
  }
})

test('2: once the store is known not to work, a payment is left to the browser', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.get(LIST)
  world.disk.fault = broken
  await tab.post('/api/book-service/8/cancel')
  const paid = await tab.post(PAY)
  expect(paid.status).toBe(200)
  expect(paid.how).toBe('')
  expect(server.executed).toHaveLength(2)
})

test('2: a run whose database was deleted while none ran answers no payment that may be a repeat', async () => {
  const { world } = begin()
  const tab = world.open()
  const held = world.network.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  await held
  world.disk.delete()
  world.kill()
  await expect(paid).rejects.toThrow('Failed to fetch')
  expect(world.network.count(`POST ${PAY}`)).toBe(1)
  await world.advance(5_001)
  expect((await tab.post(PAY)).status).toBe(200)
})

test('2: a payment under way as the database is deleted is not sent again by the next run', async () => {
  const { world } = begin()
  const [tab, other] = [world.open(), world.open()]
  const held = world.network.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  await held
  world.disk.delete()
  // The run goes on, with another database, in which there is nothing of the payment.
  await other.get(LIST)
  world.kill()
  await expect(paid).rejects.toThrow('Failed to fetch')
  expect(world.network.count(`POST ${PAY}`)).toBe(1)
  await world.advance(5_001)
  expect((await tab.post(PAY)).status).toBe(200)
})

test('2: a minute after the database was deleted a run that begins with a payment sends it', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(LIST)
  world.disk.delete()
  await tab.get(LIST)
  world.restart()
  await world.advance(61_000)
  expect((await tab.post(PAY)).status).toBe(200)
})

test('2: a run that could not read its intents answers no payment that may be a repeat', async () => {
  const { world, server } = begin()
  const tab = world.open()
  world.disk.fault = broken
  await expect(tab.post(PAY)).rejects.toThrow('Failed to fetch')
  expect(server.executed).toEqual([])
})

test('a login is sent in any case: nobody is locked out by a disk that fails', async () => {
  const { world, server } = begin()
  const tab = world.open()
  world.disk.fault = broken
  expect((await tab.post('/api/auth/login', {})).status).toBe(200)
  expect(server.executed).toEqual(['POST /api/auth/login'])
})

test('what a payment did that broke off while the store could not be asked is not trusted for a minute', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.get(ONE)
  world.restart()
  // It hangs until the payment has failed, and answers then.
  let answers = (): void => undefined
  const hung = new Promise<void>((resolve) => (answers = resolve))
  world.gate = (step) => (step.startsWith('readwrite') ? hung : undefined)
  const first = tab.get(ONE)
  await world.advance(6_000)
  await first
  const held = world.network.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  await world.advance(500)
  ;(await held).fail()
  await expect(paid).rejects.toThrow()
  world.gate = undefined
  answers()
  await world.idle()
  await world.advance(30_000)
  await tab.get(ONE)
  expect(await isHeld(tab, ONE)).toBe(false)
  server.change('7', 'ESCROW')
  await world.advance(31_000)
  expect(paymentOf(await tab.get(ONE))).toBe('ESCROW')
})

test('a payment is held back by a store that hangs for 500 ms at most', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.get(LIST)
  world.gate = (step) => (step.startsWith('readwrite') ? new Promise(() => undefined) : undefined)
  const paid = tab.post(PAY)
  await world.idle()
  expect(server.executed).toEqual([])
  await world.advance(500)
  expect(server.executed).toEqual([`POST ${PAY}`])
  await world.advance(500)
  expect((await paid).status).toBe(200)
  const read = tab.get(LIST)
  await world.advance(500)
  expect((await read).how).not.toMatch(/^hit/)
})

test('27: who clicks again 20 s after a crash is not taken for a repeat', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const held = world.network.hold(`POST ${PAY}`)
  const first = tab.post(PAY)
  await held
  // Not Chromium: nothing is dispatched again.
  world.kill({ repeats: false })
  await expect(first).rejects.toThrow()
  await tab.get(LIST)
  await world.advance(20_000)
  expect((await tab.post(PAY)).status).toBe(200)
  expect(server.executed).toHaveLength(1)
})

test('27: a repeat comes once: who clicks again within a second is answered by the server', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const held = world.network.hold(`POST ${PAY}`)
  const first = tab.post(PAY)
  await held
  world.kill()
  await expect(first).rejects.toThrow()
  expect((await tab.post(PAY)).status).toBe(200)
  expect(server.executed).toHaveLength(1)
})

test('27: another tab, another body or another key is another payment', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  const held = world.network.hold(`POST ${PAY}`)
  void tab.post(PAY, { callbackUrl: '/a' }).catch(() => 'not what this is about')
  await held
  world.restart()
  expect((await other.post(PAY, { callbackUrl: '/a' })).how).toMatch(/^fwd/)
  expect((await tab.post(PAY, { callbackUrl: '/b' })).how).toMatch(/^fwd/)
  expect((await tab.post(PAY, { callbackUrl: '/a' }, { headers: { 'idempotency-key': 'k' } })).how).toMatch(/^fwd/)
  expect(server.executed).toHaveLength(3)
})
