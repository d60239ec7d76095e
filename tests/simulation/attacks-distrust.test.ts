import { expect, test } from 'vitest'
import { begin, broken, hold, isHeld, LIST, PAY, paymentOf, VERIFY } from './stage.ts'
import type { World } from './world.ts'

const LOGIN = '/api/auth/login'

/** From now on the run knows that it can't rely on its store, though the disk works again. */
async function failOnce(world: World): Promise<void> {
  const tab = world.open()
  await tab.get(LIST)
  let failures = 1
  world.disk.fault = (step) => step === 'write' && failures > 0 && (failures -= 1) === 0 && broken()
  await tab.post('/api/book-service/8/cancel')
  world.disk.fault = undefined
}

test('9: a login that a run could not even note, stopped as it was, is one for the next run', async () => {
  const { world, server } = begin({ agingFields: [] })
  const [tab, other] = [world.open(), world.open()]
  await failOnce(world)
  // It notes this once, whenever that was.
  await world.advance(3_600_000)
  const held = server.hold(`POST ${LOGIN}`)
  world.killAt((step) => step === 'readwrite begins')
  void tab.post(LOGIN)
  const { answerNow } = await held
  expect((await other.get(LIST)).body).toMatchObject({ user: '1' })
  server.user = '2'
  answerNow()
  expect((await other.get(LIST)).body).toMatchObject({ user: '2' })
  expect(await isHeld(other, LIST)).toBe(false)
})

test('9: what another run has under way is not kept past a change that this one can not note', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  const held = server.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  const { answerNow } = await held
  await failOnce(world)
  world.replace()
  await other.get(VERIFY)
  // What it found is settled.
  await world.advance(61_000)
  await other.get(VERIFY)
  const slow = server.hold(LIST)
  const read = other.get(LIST)
  const { answerThen } = await slow
  answerNow()
  await paid
  answerThen()
  await read
  expect(paymentOf(await other.get(LIST, { cache: 'force-cache' }))).toBe('ESCROW')
})

test('9: a page that slept while a run could note nothing learns from the next that something was changed', async () => {
  const { world } = begin()
  const page = world.open()
  await page.get(LIST)
  const before = await page.tell({ type: 'hello' })
  page.asleep = true
  await failOnce(world)
  world.restart()
  page.asleep = false
  const { stamp, born } = before as { stamp: number; born: string }
  expect(await page.tell({ type: 'catch-up', since: stamp, born })).toMatchObject({ groups: ['*'] })
})

test('9: what a run that can not note leaves behind is over after a minute', async () => {
  const { world } = begin()
  const tab = world.open()
  await failOnce(world)
  world.restart()
  await tab.get(LIST)
  expect(await isHeld(tab, LIST)).toBe(false)
  await world.advance(61_000)
  await tab.get(LIST)
  expect(await isHeld(tab, LIST)).toBe(true)
})

/** The disk hangs as soon as it is to write. Gives how to let it go on. */
const hang = (world: World): (() => void) => hold(world, 'readwrite asked')

test('10: what is handed over while the disk hangs is not followed by something older that is stored', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  const slow = server.hold(LIST)
  const early = tab.get(LIST)
  const { answerNow } = await slow
  // Asked later, answered sooner, and stored.
  await other.get(LIST, { cache: 'reload' })
  server.change('7', 'ESCROW')
  const goOn = hang(world)
  answerNow()
  await world.advance(1_000)
  expect(paymentOf(await early)).toBe('ESCROW')
  goOn()
  expect(paymentOf(await other.get(LIST, { cache: 'force-cache' }))).toBe('ESCROW')
})

test('what is handed over while the disk hangs is stored all the same', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(VERIFY)
  const goOn = hang(world)
  const read = tab.get(LIST)
  await world.advance(1_000)
  expect((await read).how).toBe('fwd=miss; fwd-status=200')
  goOn()
  await world.idle()
  expect(await isHeld(tab, LIST)).toBe(true)
})
