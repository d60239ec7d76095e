import { expect, test } from 'vitest'
import { begin, broken, hold, isHeld, isOver, LIST, paymentOf, quota, SERVICES, VERIFY } from './stage.ts'
import type { World } from './world.ts'

/** From now on what is written takes long to be there. Gives how to let it go on. */
const hang = (world: World): (() => void) => hold(world, 'readwrite commits')

/** A payment is held. */
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

test('what was handed over and can only be written later is followed by nothing that was asked before', async () => {
  const { world, server } = await holding()
  const [tab, other] = [world.open(), world.open()]
  // So that what is dropped to make room is not what this is about.
  for (let id = 100; id < 160; id += 1) await tab.get(`/api/bookings/${id}`)
  await world.advance(1)
  const [first, second] = [server.hold(VERIFY), server.hold(VERIFY)]
  const one = tab.get(VERIFY)
  const { answerThen } = await first
  const two = other.get(VERIFY, { cache: 'reload' })
  const { answerNow } = await second
  // Nothing that a payment's status would tell.
  server.change('7', 'PENDING')
  const newer = { payment: { version: 2 } }
  const letGo = hang(world)
  answerNow()
  expect((await two).body).toMatchObject(newer)
  answerThen()
  await world.idle()
  world.disk.fault = (step) => {
    if (step !== 'write') return
    world.disk.fault = undefined
    quota()
  }

  letGo()
  await one
  await world.idle()

  expect((await other.get(VERIFY, { cache: 'force-cache' })).body).toMatchObject(newer)
})

test('what outlives the run is committed before it is handed over', async () => {
  const { world } = await holding()
  const letGo = hang(world)
  expect(await isOver(world, world.open().get(SERVICES))).toBe(false)
  letGo()
})

test('a change that others must hear of is on record before anybody knows it', async () => {
  const { world, server } = await holding()
  const [tab, other] = [world.open(), world.open()]
  await other.get(LIST)
  server.change('7', 'ESCROW')
  const letGo = hang(world)
  const read = tab.get(VERIFY)
  expect(await isOver(world, read)).toBe(false)
  letGo()
  expect(paymentOf(await read)).toBe('ESCROW')
  expect(paymentOf(await other.get(LIST, { cache: 'force-cache' }))).toBe('ESCROW')
})
