import { expect, test } from 'vitest'
import { begin, broken, isHeld, paymentOf, SERVICES, VERIFY } from './stage.ts'
import type { World } from './world.ts'

/** From now on what is to be written waits, until it is let go on. */
function hang(world: World): () => void {
  let letGo = (): void => undefined
  const free = new Promise<void>((resolve) => (letGo = resolve))
  world.gate = (what) => (what === 'readwrite asked' ? free : undefined)
  return () => {
    world.gate = undefined
    letGo()
  }
}

/** A payment is held, and what the store says is known. */
async function holding(): Promise<ReturnType<typeof begin>> {
  const stage = begin()
  await stage.world.open().get(VERIFY)
  return stage
}

test('a payment is handed over before it is committed, and is stored', async () => {
  const { world } = await holding()
  const tab = world.open()
  const letGo = hang(world)

  const handed = await tab.get(VERIFY)

  expect(handed.how).toBe('fwd=stale; fwd-status=304; stored')
  letGo()
  await world.idle()
  expect((await tab.get(VERIFY, { cache: 'only-if-cached' })).asOf).toBe(handed.asOf)
})

test('who asks while a payment is written is given what was handed over, not what is stored', async () => {
  const { world } = await holding()
  const [tab, other] = [world.open(), world.open()]
  const letGo = hang(world)
  const handed = await tab.get(VERIFY)
  world.network.online = false

  expect(await other.get(VERIFY)).toMatchObject({ how: expect.stringMatching('^hit'), asOf: handed.asOf })

  letGo()
})

test('what was handed over and can’t be written takes what is stored with it', async () => {
  const { world } = await holding()
  const tab = world.open()
  world.disk.fault = (step) => {
    if (step !== 'write') return
    world.disk.fault = undefined
    broken()
  }

  expect((await tab.get(VERIFY)).how).toMatch(/stored$/)

  await world.idle()
  expect(await isHeld(tab, VERIFY)).toBe(false)
})

test('what was asked before what is handed over doesn’t take its place', async () => {
  const { world, server } = await holding()
  const [tab, other] = [world.open(), world.open()]
  const slow = server.hold(VERIFY)
  const early = tab.get(VERIFY)
  const { answerNow } = await slow
  const letGo = hang(world)
  const handed = await other.get(VERIFY, { cache: 'reload' })
  answerNow()
  await world.idle()

  expect((await other.get(VERIFY, { cache: 'only-if-cached' })).asOf).toBe(handed.asOf)

  letGo()
  expect((await early).asOf).toBe(handed.asOf)
})

test('what turns out to be overtaken after it was handed over isn’t asked for again, and nothing older follows', async () => {
  const { world, server } = await holding()
  const [tab, other] = [world.open(), world.open()]
  const [first, second] = [server.hold(VERIFY), server.hold(VERIFY)]
  const one = tab.get(VERIFY)
  const { answerNow: answerFirst } = await first
  const two = other.get(VERIFY, { cache: 'reload' })
  const { answerNow: answerSecond } = await second
  server.change('7', 'ESCROW')
  const letGo = hang(world)
  // A change that is discovered: handed over once all others hear of it.
  answerFirst()
  await world.idle()
  server.change('7', 'PENDING')
  answerSecond()
  expect(paymentOf(await two)).toBe('PENDING')

  letGo()
  await one
  await world.idle()

  expect(world.network.count(VERIFY)).toBe(3)
  const now = await other.get(VERIFY, { cache: 'force-cache' })
  expect([now.how, paymentOf(now)]).toEqual([expect.stringMatching('^fwd'), 'PENDING'])
})

test('what outlives the run is committed before it is handed over, however much is known', async () => {
  const { world } = await holding()
  const letGo = hang(world)
  let isOver = false
  void world
    .open()
    .get(SERVICES)
    .then(() => (isOver = true))
  await world.idle()
  expect(isOver).toBe(false)
  letGo()
})
