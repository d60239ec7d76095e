import { expect, test } from 'vitest'
import type { Reply } from '../../shared/protocol.ts'
import type { StateRow } from '../../sw/store/records.ts'
import { begin, hold, invalidations, isHeld, LIST, ONE, PAY, paymentOf, SERVICES, VERIFY } from './stage.ts'
import type { Tab } from './tab.ts'
import type { World } from './world.ts'

type Stage = ReturnType<typeof begin>
type Latest = Extract<Reply, { type: 'latest' }>

/** How often the store is asked while something is done. */
async function looks(world: World, work: () => Promise<unknown>): Promise<number> {
  let count = 0
  world.onStep = (step) => {
    if (step === 'readonly asked') count += 1
  }
  await work()
  world.onStep = undefined
  return count
}

test('what is in use is read from the store once', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(SERVICES)
  world.restart()
  expect(await looks(world, () => isHeld(tab, SERVICES))).toBe(1)
  expect(await looks(world, () => isHeld(tab, SERVICES))).toBe(0)
})

test('what was written needn’t be read', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(SERVICES)
  await tab.post(PAY)
  await tab.get(ONE)
  expect(await looks(world, async () => expect(await isHeld(tab, SERVICES)).toBe(true))).toBe(0)
  expect(await looks(world, async () => expect(await isHeld(tab, ONE)).toBe(true))).toBe(0)
})

test('what is remembered ages', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(SERVICES)
  expect(await isHeld(tab, SERVICES)).toBe(true)
  await world.advance(1_800_001)
  expect(await looks(world, async () => expect(await isHeld(tab, SERVICES)).toBe(false))).toBe(0)
})

test('what is remembered follows what is written', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(ONE)
  expect(await isHeld(tab, ONE)).toBe(true)
  await tab.post(PAY)
  expect(paymentOf(await tab.get(ONE, { cache: 'force-cache' }))).toBe('ESCROW')
})

test('a look that began before a change is not remembered after it', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(ONE)
  // The store has said what it holds, and the run hears of it late.
  let goOn = (): void => undefined
  world.gate = (step) => (step === 'readonly done' ? new Promise((resolve) => (goOn = resolve)) : undefined)
  const slow = isHeld(tab, ONE)
  await world.idle()
  world.gate = undefined
  await tab.post(PAY)
  goOn()
  await slow
  expect(paymentOf(await tab.get(ONE, { cache: 'force-cache' }))).toBe('ESCROW')
})

/** Pays; the store says that it has settled it, and the run hears of that only when it is told to go on. */
async function payHeardLate({ world, server }: Stage, tab: Tab): Promise<{ paid: Promise<unknown>; goOn: () => void }> {
  const paying = server.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  const { answerNow } = await paying
  const late = new Promise<() => void>((resolve) => {
    world.gate = (step) => {
      if (step !== 'readwrite done') return undefined
      world.gate = undefined
      return new Promise((goOn) => resolve(goOn))
    }
  })
  answerNow()
  return { paid, goOn: await late }
}

test('a write that comes before the last one is remembered asks the store', async () => {
  const stage = begin()
  const { world, server } = stage
  const tab = world.open()
  await tab.get(ONE)
  const held = world.network.hold(LIST)
  const list = tab.get(LIST)
  const asked = await held
  const before = { bookings: [server.booking('7')] }
  const { paid, goOn } = await payHeardLate(stage, tab)
  asked.answer(before)
  await world.idle()
  goOn()
  await paid
  await list
  expect(paymentOf(await tab.get(LIST, { cache: 'force-cache' }))).toBe('ESCROW')
})

test('what lies between two writes is not remembered as it was before them', async () => {
  const stage = begin()
  const tab = stage.world.open()
  await tab.get(ONE)
  const { paid, goOn } = await payHeardLate(stage, tab)
  const hello = tab.tell({ type: 'hello' })
  await stage.world.idle()
  goOn()
  await Promise.all([paid, hello])
  expect(paymentOf(await tab.get(ONE, { cache: 'force-cache' }))).toBe('ESCROW')
})

test('nothing is remembered while an earlier run is alive, which may still write', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const held = server.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  const { answerNow } = await held
  world.replace()
  await tab.get(VERIFY)
  // The new run took it for lost, and by now for over.
  await world.advance(60_001)
  await tab.get(ONE)
  expect(await isHeld(tab, ONE)).toBe(true)
  await world.advance(10)
  answerNow()
  await paid
  expect(paymentOf(await tab.get(ONE, { cache: 'force-cache' }))).toBe('ESCROW')
})

test('what is remembered goes with the database that it was seen in', async () => {
  const { world } = begin()
  const tab = world.open()
  // The second epoch of this database, as what is read next is of the next one's.
  await tab.post('/api/auth/login')
  await tab.get(ONE)
  await tab.get(SERVICES)
  expect(await isHeld(tab, ONE)).toBe(true)
  expect(await isHeld(tab, SERVICES)).toBe(true)
  world.disk.delete()
  expect(await isHeld(tab, ONE)).toBe(false)
  expect(await isHeld(tab, SERVICES)).toBe(false)
})

test('what a database that was deleted says late is not remembered of the next one, whose numbers begin anew', async () => {
  const { world } = begin()
  const tab = world.open()
  const writes = (): number => (world.disk.tables.meta.get('state') as StateRow).writes ?? 0
  await tab.get(SERVICES)
  for (let more = 0; more < 9; more += 1) await tab.tell({ type: 'invalidate', groups: ['former'] })
  // An answer is stored, and the run hears of it late.
  const goOn = hold(world, 'readwrite done')
  const late = tab.get(ONE)
  await world.idle()
  const former = writes()
  world.gate = undefined
  world.disk.delete()
  const { born, stamp: since } = (await tab.tell({ type: 'catch-up', since: 0, born: '' })) as Latest
  goOn()
  await late
  for (let more = writes(); more < former; more += 1) await tab.tell({ type: 'invalidate', groups: ['present'] })
  expect(writes()).toBe(former)
  expect(await tab.tell({ type: 'catch-up', since, born })).toMatchObject({ groups: ['present'] })
})

test('what is remembered does not keep the end of an unknown outcome from being told', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(SERVICES)
  const held = world.network.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  ;(await held).fail()
  await expect(paid).rejects.toThrow('Failed to fetch')
  expect(await isHeld(tab, SERVICES)).toBe(true)
  const told = invalidations(tab)
  await world.advance(60_001)
  await isHeld(tab, SERVICES)
  expect(invalidations(tab)).toBe(told + 1)
})
