import { expect, test } from 'vitest'
import { begin, isHeld, LIST, paymentOf, SERVICES } from './stage.ts'
import type { Tab } from './tab.ts'

const LOGIN = '/api/auth/login'
const form = { method: 'POST' }

/** The page logs somebody in by a form: that is on record and sent, and has no answer yet. */
async function leave({ world, server }: ReturnType<typeof begin>, tab: Tab) {
  const held = server.hold(`POST ${LOGIN}`)
  const landing = tab.navigate(LOGIN, form)
  const { answerNow } = await held
  await world.idle()
  return { landing, answerNow }
}

test('7: what is read while a form logs somebody else in is stored for nobody', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  await tab.get(LIST)
  const held = server.hold(`POST ${LOGIN}`)
  const landing = tab.navigate(LOGIN, form)
  const { answerNow } = await held
  // The cookie has not landed: this is still user 1's.
  for (let times = 0; times < 2; times += 1) expect((await other.get(LIST)).how).toMatch(/^fwd/)
  expect(await isHeld(other, LIST)).toBe(false)
  server.user = '2'
  answerNow()
  const landed = await landing
  expect((await landed.get(LIST)).body).toMatchObject({ user: '2' })
  expect((await other.get(LIST)).body).toMatchObject({ user: '2' })
})

test('7: what was asked before the landing and answered after it is stored for nobody', async () => {
  const stage = begin()
  const { world, server } = stage
  const [tab, other] = [world.open(), world.open()]
  const { landing, answerNow } = await leave(stage, tab)
  const slow = server.hold(LIST)
  const read = other.get(LIST)
  const { answerThen } = await slow
  server.user = '2'
  answerNow()
  const landed = await landing
  await landed.get(SERVICES)
  answerThen()
  expect((await read).body).toMatchObject({ user: '1' })
  expect((await landed.get(LIST)).body).toMatchObject({ user: '2' })
})

test('7: what was asked under the new cookie, while the landing was being written, is not followed by what is older', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  const held = server.hold(`POST ${LOGIN}`)
  const landing = tab.navigate(LOGIN, form)
  ;(await held).answerNow()
  const landed = await landing
  await world.idle()
  // The landing is known by the first event of its page; that takes a while to be written.
  let goOn = (): void => undefined
  world.gate = (step) => (step === 'readwrite asked' ? new Promise((resolve) => (goOn = resolve)) : undefined)
  void landed.get(SERVICES)
  const slow = server.hold(LIST)
  const early = other.get(LIST, { cache: 'reload' })
  await world.idle()
  world.gate = undefined
  goOn()
  const { answerNow } = await slow
  await landed.get(LIST)
  server.change('7', 'ESCROW')
  answerNow()
  expect(paymentOf(await early)).toBe('ESCROW')
  expect(paymentOf(await landed.get(LIST, { cache: 'force-cache' }))).toBe('ESCROW')
})

test('7: a login that never lands is over after a minute', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  const held = server.hold(`POST ${LOGIN}`)
  void tab.navigate(LOGIN, form)
  await held
  await world.advance(59_000)
  await other.get(LIST)
  expect(await isHeld(other, LIST)).toBe(false)
  await world.advance(2_000)
  // The read that finds the end out still belongs to the session before.
  await other.get(LIST)
  await other.get(LIST)
  expect(await isHeld(other, LIST)).toBe(true)
})

test('7: a run that finds a login under way counts it as one', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  await other.get(LIST)
  const held = server.hold(`POST ${LOGIN}`)
  void tab.navigate(LOGIN, form)
  await held
  await world.idle()
  server.user = '2'
  world.restart()
  expect((await other.get(LIST)).body).toMatchObject({ user: '2' })
  expect(await isHeld(other, LIST)).toBe(false)
})

test('7: of two logins by forms at once each begins a session when it lands', async () => {
  const { world, server } = begin()
  const [tab, other, third] = [world.open(), world.open(), world.open()]
  const first = server.hold(`POST ${LOGIN}`)
  const early = tab.navigate(LOGIN, form)
  const slow = await first
  const second = server.hold(`POST ${LOGIN}`)
  const late = other.navigate(LOGIN, form)
  const quick = await second
  await world.idle()
  quick.answerNow()
  await (await late).get(SERVICES)
  await world.idle()
  await third.get(LIST)
  server.user = '2'
  slow.answerNow()
  await (await early).get(SERVICES)
  expect((await third.get(LIST)).body).toMatchObject({ user: '2' })
})

test('7: a login under way is not forgotten with the database', async () => {
  const stage = begin()
  const { world, server } = stage
  const [tab, other] = [world.open(), world.open()]
  await other.get(LIST)
  const { landing, answerNow } = await leave(stage, tab)
  world.disk.delete()
  expect((await other.get(LIST)).body).toMatchObject({ user: '1' })
  server.user = '2'
  answerNow()
  await landing
  expect((await other.get(LIST)).body).toMatchObject({ user: '2' })
})

test('7: a login under way is not over for the next run because the clock was set forward', async () => {
  const stage = begin()
  const { world, server } = stage
  const [tab, other] = [world.open(), world.open()]
  const { landing, answerNow } = await leave(stage, tab)
  world.wall += 3_600_000
  world.kill()
  expect((await other.get(LIST)).body).toMatchObject({ user: '1' })
  server.user = '2'
  answerNow()
  await landing
  expect((await other.get(LIST)).body).toMatchObject({ user: '2' })
})

test('7: a login that never lands is over in the end, however short each run is', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  void server.hold(`POST ${LOGIN}`)
  void tab.navigate(LOGIN, form)
  await world.idle()
  for (let runs = 0; runs < 2; runs += 1) {
    await world.advance(61_000)
    world.restart()
    await other.get(SERVICES)
  }
  await world.advance(61_000)
  world.restart()
  await other.get(LIST)
  expect(await isHeld(other, LIST)).toBe(true)
})

test('7: a login is on record before it is sent, also where its repeat could not be recognised', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.get(SERVICES)
  world.disk.delete()
  world.restart()
  await tab.get(SERVICES)
  let goOn = (): void => undefined
  world.gate = (step) => (step === 'readwrite asked' ? new Promise((resolve) => (goOn = resolve)) : undefined)
  const login = tab.post(LOGIN, {})
  await world.idle()
  expect(server.executed).toEqual([])
  world.gate = undefined
  goOn()
  expect((await login).status).toBe(200)
})
