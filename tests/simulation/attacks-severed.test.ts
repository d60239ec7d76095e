import { expect, test } from 'vitest'
import type { World } from './world.ts'
import type { Tab } from './tab.ts'
import { begin, isHeld, LIST, ONE, PAY } from './stage.ts'

/** The engine severs the connection to the database, and somebody opens it again. */
async function reopen(world: World, tab: Tab): Promise<void> {
  world.disk.sever()
  await tab.get(ONE)
}

test('1: a payment whose worker lost its connection to the database, and dies, is not sent again', async () => {
  const { world } = begin()
  const tab = world.open()
  const held = world.network.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  await held
  await reopen(world, tab)
  world.kill()
  await expect(paid).rejects.toThrow('Failed to fetch')
  expect(world.network.count(`POST ${PAY}`)).toBe(1)
})

test('1: a payment of a run that died is recognised though another run, alive beside it, began after it', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(ONE)
  world.restart()
  // The first run is held as it begins; the second, which has the payment, begins before it.
  let goOn = (): void => undefined
  world.gate = (step) => (step === 'readwrite asked' ? new Promise((resolve) => (goOn = resolve)) : undefined)
  void tab.get(ONE)
  await world.idle()
  world.gate = undefined
  world.replace()
  const held = world.network.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  await held
  goOn()
  await world.idle()
  world.kill()
  await expect(paid).rejects.toThrow('Failed to fetch')
  expect(world.network.count(`POST ${PAY}`)).toBe(1)
})

test('3: a lost connection to the database makes nobody doubt what is under way', async () => {
  const { world } = begin({ agingFields: [] })
  const tab = world.open()
  await tab.get(LIST)
  const held = world.network.hold(`POST ${PAY}`)
  void tab.post(PAY)
  await held
  await reopen(world, tab)
  expect(await isHeld(tab, LIST)).toBe(true)
})

test('1: settled over another connection than it began on, a payment has its answer recorded all the same', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const held = server.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  const { answerNow } = await held
  await reopen(world, tab)
  world.killAt((step) => step === 'readwrite done')
  answerNow()
  expect((await paid).how).toBe('hit; detail=repeated-dispatch')
  expect(server.executed).toEqual([`POST ${PAY}`])
})

test('1: what is settled over another connection is on record as the work of the run that it has become', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const held = server.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  const { answerNow } = await held
  await reopen(world, tab)
  let runs: number[] | undefined
  world.onStep = (step) => {
    if (step === 'readwrite done') runs ??= [...world.disk.tables.intents.values()].map(({ run }) => run)
  }
  answerNow()
  await paid
  // An answer of another run's is forgotten after 5 s.
  expect(runs).toEqual([2])
})

test('27: a repeat that has come is over: who clicks again as the next run begins is no repeat', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const held = world.network.hold(`POST ${PAY}`)
  const first = tab.post(PAY)
  await held
  world.kill()
  await expect(first).rejects.toThrow()
  await world.idle()
  world.restart()
  expect((await tab.post(PAY)).status).toBe(200)
  expect(server.executed).toHaveLength(1)
})

test('27: a connection that was lost makes nobody who clicks again a repeat', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const held = server.hold(`POST ${PAY}`)
  const first = tab.post(PAY)
  const { answerNow } = await held
  await reopen(world, tab)
  expect((await tab.post(PAY)).status).toBe(200)
  answerNow()
  expect((await first).status).toBe(200)
  expect(server.executed).toHaveLength(2)
})
