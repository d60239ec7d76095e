import { expect, test } from 'vitest'
import { begin, isHeld, LIST, ONE, PAY, paymentOf, SERVICES } from './stage.ts'

const LOGIN = '/api/auth/login'
const bearer = (token: string): RequestInit => ({ headers: { authorization: `Bearer ${token}` } })

test('12: sessions with tokens live side by side', async () => {
  const { world } = begin()
  const [tab, other] = [world.open(), world.open()]
  await tab.get(LIST, bearer('a'))
  await other.get(LIST, bearer('b'))
  expect((await tab.get(LIST, bearer('a'))).how).toMatch(/^hit/)
  expect((await other.get(LIST, bearer('b'))).how).toMatch(/^hit/)
  expect((await tab.get(LIST)).how).toMatch(/^fwd=miss/)
  expect(world.network.count(LIST)).toBe(3)
})

test('12: what one session cancels is wrong in the other’s list too', async () => {
  const { world } = begin()
  const [tab, other] = [world.open(), world.open()]
  await other.get(LIST, bearer('b'))
  await tab.post(PAY, {}, bearer('a'))
  expect(paymentOf(await other.get(LIST, bearer('b')))).toBe('ESCROW')
})

test('12: a 401 under one token leaves the others alone', async () => {
  const { world } = begin()
  const [tab, other] = [world.open(), world.open()]
  await tab.get(LIST, bearer('a'))
  await other.get(LIST, bearer('b'))
  const held = world.network.hold(ONE)
  const refused = tab.get(ONE, bearer('a'))
  ;(await held).answer({}, { status: 401 })
  expect((await refused).status).toBe(401)
  expect((await other.get(LIST, bearer('b'))).how).toMatch(/^hit/)
  expect((await tab.get(LIST, bearer('a'))).how).toMatch(/^fwd/)
})

test('13: a 401 that repeats itself ends a session once', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(LIST)
  world.network.server = (arrived) => arrived.answer({}, { status: 401 })
  for (let times = 0; times < 5; times += 1) await tab.get(LIST, { cache: 'no-cache' })
  expect(tab.heard.filter((message) => message.type === 'invalidated')).toHaveLength(1)
})

test('13: an anonymous poll that gets 401 ends nothing, nor does a route that may', async () => {
  const { world } = begin()
  const tab = world.open()
  world.network.server = (arrived) => arrived.answer({}, { status: 401 })
  await tab.get(ONE)
  await tab.get(SERVICES)
  expect(tab.told).toEqual([])
})

test('13: a login that is refused starts nothing', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(LIST)
  const held = world.network.hold(`POST ${LOGIN}`)
  const login = tab.post(LOGIN, { password: 'wrong' })
  ;(await held).answer({}, { status: 401 })
  await login
  expect(await isHeld(tab, LIST)).toBe(true)
})

test('19: a read that a logout and a login overtook is not repeated under the new cookie', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  const slow = server.hold(LIST)
  const read = tab.get(LIST)
  const { answerThen } = await slow
  await other.post('/api/auth/logout')
  await other.post(LOGIN, {})
  server.user = '2'
  answerThen()
  expect((await read).body).toMatchObject({ user: '1' })
  expect(world.network.count(LIST)).toBe(1)
  expect((await tab.get(LIST)).body).toMatchObject({ user: '2' })
})

test('19: a 304 that comes after a login stands for what it was asked about, and is not asked again', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  await tab.get(LIST)
  const slow = server.hold(LIST)
  const read = tab.get(LIST, { cache: 'no-cache' })
  const { answerThen } = await slow
  await other.post(LOGIN, {})
  server.user = '2'
  answerThen()
  const seen = await read
  expect(seen.body).toMatchObject({ user: '1' })
  expect(seen.how).toBe('fwd=request; fwd-status=304')
  expect(world.network.count(LIST)).toBe(2)
  expect((await tab.get(LIST)).body).toMatchObject({ user: '2' })
})

test('19: nobody joins what the session before asked', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  const slow = server.hold(LIST)
  const read = tab.get(LIST)
  const { answerThen } = await slow
  await other.post('/api/auth/logout')
  server.user = '2'
  const late = other.get(LIST)
  await world.idle()
  answerThen()
  expect((await late).body).toMatchObject({ user: '2' })
  expect((await read).body).toMatchObject({ user: '1' })
})

test('19: nobody joins what was asked between a logout and its repeat, once that is answered', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  const first = server.hold('POST /api/auth/logout')
  const logout = tab.post('/api/auth/logout')
  const ended = await first
  const second = server.hold('POST /api/auth/logout')
  // Pages have heard of it; the page that asked for it has no answer yet.
  world.killAt((step) => step === 'tell done')
  ended.answerNow()
  const repeat = await second
  server.user = '2'
  const slow = server.hold(LIST)
  const early = other.get(LIST)
  const { answerThen } = await slow
  server.user = '3'
  repeat.answerNow()
  await logout
  const late = other.get(LIST)
  await world.idle()
  answerThen()
  expect((await late).body).toMatchObject({ user: '3' })
  expect((await early).body).toMatchObject({ user: '2' })
  expect((await tab.get(LIST)).body).toMatchObject({ user: '3' })
})

test('a failed logout ends the session here all the same', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(LIST)
  const held = world.network.hold('POST /api/auth/logout')
  const logout = tab.post('/api/auth/logout')
  ;(await held).answer({}, { status: 500 })
  await logout
  expect(await isHeld(tab, LIST)).toBe(false)
  expect(world.disk.tables.entries.size).toBe(0)
})

test('21: a login past the worker is seen by whose the answers are; no validator outlives it', async () => {
  const { world, server } = begin({ identity: { header: 'x-user' } })
  const [tab, other] = [world.open(), world.open()]
  await tab.get(LIST)
  await tab.get(ONE)
  other.controlled = false
  await other.post(LOGIN, {})
  server.user = '2'
  // Both versions bear the same ETag, each of its own user.
  expect((await tab.get(ONE, { cache: 'reload' })).body).toMatchObject({ user: '2' })
  const list = await tab.get(LIST)
  expect(list.body).toMatchObject({ user: '2' })
  expect(list.how).toBe('fwd=miss; fwd-status=200; stored')
})

test('21: a login whose answer breaks off may have begun a session: no ETag of the one before is sent', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.get(LIST)
  const held = world.network.hold(`POST ${LOGIN}`)
  const login = tab.post(LOGIN, {})
  // The cookie is in the head of the answer, which came.
  server.user = '2'
  const body = new ReadableStream({ pull: (controller) => controller.error(new TypeError('the connection broke')) })
  ;(await held).answer(body, { headers: { 'content-type': 'application/json' } })
  await login.catch(() => 'broken')
  expect((await tab.get(LIST)).body).toMatchObject({ user: '2' })
  await world.advance(61_000)
  expect((await tab.get(LIST)).body).toMatchObject({ user: '2' })
})

test('21: after a login no ETag of the session before is sent', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.get(LIST)
  await tab.post(LOGIN, {})
  server.user = '2'
  expect((await tab.get(LIST)).body).toMatchObject({ user: '2' })
  expect(world.network.log.at(-1)?.request.headers.get('if-none-match')).toBe(null)
})

test('a page can end the session, for all tabs', async () => {
  const { world } = begin()
  const [tab, other] = [world.open(), world.open()]
  await tab.get(LIST)
  expect(await tab.tell({ type: 'end-session' })).toMatchObject({ type: 'latest' })
  expect(other.told).toEqual(['*'])
  expect(await isHeld(other, LIST)).toBe(false)
})
