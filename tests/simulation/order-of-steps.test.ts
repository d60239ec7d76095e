import { expect, test } from 'vitest'
import { Store } from '../../sw/store/store.ts'
import { portsOf } from './ports.ts'
import { begin, hold, isOver, LIST, ONE, PAY, paymentOf, SERVICES } from './stage.ts'

test('11: no page has an answer that isn’t written yet', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(SERVICES)
  const letGo = hold(world, 'readwrite asked')
  const read = tab.get(LIST)
  expect(await isOver(world, read)).toBe(false)
  expect(world.network.count(LIST)).toBe(1)
  letGo()
  expect((await read).how).toMatch(/stored$/)
})

test('1: no payment is sent before it is on record', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(LIST)
  const letGo = hold(world, 'readwrite asked')
  const paid = tab.post(PAY)
  await world.idle()
  expect(world.network.count(`POST ${PAY}`)).toBe(0)
  letGo()
  expect((await paid).status).toBe(200)
})

test('no page has the answer to its payment before it is written what that made wrong', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  await other.get(ONE)
  const held = server.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  const { answerNow } = await held
  const letGo = hold(world, 'readwrite asked')
  answerNow()
  expect(await isOver(world, paid)).toBe(false)
  letGo()
  await paid
  expect(paymentOf(await other.get(ONE, { cache: 'force-cache' }))).toBe('ESCROW')
})

test('10: nothing comes between the look at the fences and the put', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  await tab.get(SERVICES)
  const first = server.hold(LIST)
  const one = tab.get(LIST, { cache: 'reload' })
  const older = await first
  const letGo = hold(world, 'readwrite done')
  older.answerThen()
  await world.idle()
  world.gate = undefined
  server.change('7', 'ESCROW')
  expect(paymentOf(await other.get(LIST, { cache: 'reload' }))).toBe('ESCROW')
  letGo()
  await one
  expect(paymentOf(await other.get(LIST, { cache: 'force-cache' }))).toBe('ESCROW')
})

test('23: how old an answer is, its Date doesn’t tell', async () => {
  const { world, server } = begin()
  const tab = world.open()
  server.headers = { date: new Date(world.wall + 1_200_000).toUTCString() }
  await tab.get(SERVICES)
  await world.advance(1_801_000)
  // Another run has no other clock to compare with.
  world.restart()
  expect((await tab.get(SERVICES, { cache: 'only-if-cached' })).status).toBe(504)
})

test('1: a run asks for its lock with its first event, however long its database takes to open', async () => {
  const { world } = begin()
  let asked = 0
  const ports = { ...portsOf(world, world.run), alone: () => (asked += 1) === 0 }
  hold(world, 'open done')
  const store = new Store({ ports, policy: '', longestTtl: 1_000 })
  void store.warmUp()
  await world.idle()
  expect(asked).toBe(0)
  void store.run()
  await world.idle()
  expect(asked).toBe(1)
})
