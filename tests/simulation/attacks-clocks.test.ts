import { expect, test } from 'vitest'
import { begin, isHeld, LIST, ONE, paymentOf, SERVICES, VERIFY } from './stage.ts'

test.each([0, -590_000])('23: no payment outlives a restart unconfirmed, with the clock moved by %i ms', async (ms) => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(VERIFY)
  world.restart()
  world.wall += ms
  world.network.online = false
  await expect(tab.get(VERIFY)).rejects.toThrow()
})

test('23: no payment inside a booking outlives a restart unconfirmed', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.tell({ type: 'hello' })
  await tab.get(ONE)
  world.restart()
  const shown = await tab.get(ONE)
  expect(shown.how).toMatch(/^hit; .*detail=masked$/)
  expect(paymentOf(shown)).toBe('CHECKING')
})

test('23: a wall clock behind the highest time ever seen expires everything', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(SERVICES)
  await world.advance(600_000)
  await tab.get('/api/services/9')
  world.wall -= 590_000
  world.restart()
  expect(await isHeld(tab, SERVICES)).toBe(false)
  expect(tab.heard.at(-1)).toMatchObject({ type: 'started' })
  expect(tab.told).toContain('*')
})

test('23: a clock that was set back within a run makes nothing younger', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(VERIFY)
  world.network.online = false
  await world.advance(20_000)
  world.wall -= 15_000
  expect((await tab.get(VERIFY)).how).toBe('hit; ttl=10; detail=network-fallback')
  await world.advance(11_000)
  await expect(tab.get(VERIFY)).rejects.toThrow()
})

test('23: what a former run stored can be judged by the wall clock alone, and goes when that is set back', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(SERVICES)
  world.restart()
  expect(await isHeld(tab, SERVICES)).toBe(true)
  await world.advance(600_000)
  await tab.get(VERIFY)
  world.wall -= 500_000
  await tab.get(VERIFY)
  expect(await isHeld(tab, SERVICES)).toBe(false)
})

test('23: a stamp never goes back with the clock', async () => {
  const { world } = begin()
  const tab = world.open()
  const { asOf } = await tab.get(LIST)
  world.wall -= 3_600_000
  expect((await tab.get(VERIFY)).asOf).toBeGreaterThan(asOf)
  world.restart()
  expect((await tab.get(VERIFY)).asOf).toBeGreaterThan(asOf)
})

test('24: while the laptop sleeps payments age, though the worker’s own clock stands still', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(VERIFY)
  world.wall += 600_000
  world.network.online = false
  await expect(tab.get(VERIFY)).rejects.toThrow()
})

test.each([VERIFY, LIST])(
  '24: nobody joins a request for %s from before the sleep: what it brings is as old',
  async (url) => {
    const { world, server } = begin()
    const [tab, other] = [world.open(), world.open()]
    const slow = server.hold(url)
    const early = tab.get(url)
    const { answerThen } = await slow
    world.wall += 31_000
    server.change('7', 'ESCROW')
    const late = other.get(url)
    await world.idle()
    answerThen()
    expect(paymentOf(await late)).toBe('ESCROW')
    await early
  },
)

test('23: nobody joins a request of half a minute ago, though the clock was set back meanwhile', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  await tab.get(LIST)
  world.wall -= 60_000
  const slow = server.hold(VERIFY)
  const early = tab.get(VERIFY)
  const { answerThen } = await slow
  await world.advance(31_000)
  server.change('7', 'ESCROW')
  const late = other.get(VERIFY)
  await world.idle()
  answerThen()
  expect(paymentOf(await late)).toBe('ESCROW')
  await early
})

test('a payment is served for 30 s while the API is gone, and refused after', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(VERIFY)
  world.network.online = false
  await world.advance(29_000)
  expect((await tab.get(VERIFY)).how).toBe('hit; ttl=1; detail=network-fallback')
  await world.advance(2_000)
  await expect(tab.get(VERIFY)).rejects.toThrow('Failed to fetch')
})

test('age counts from when the request was sent, and from the age that the answer came with', async () => {
  const { world, server } = begin()
  const tab = world.open()
  server.headers = { age: '20', date: new Date(world.wall + 3_600_000).toUTCString() }
  const slow = server.hold(VERIFY)
  const read = tab.get(VERIFY)
  const { answerThen } = await slow
  await world.advance(2_000)
  answerThen()
  await read
  world.network.online = false
  const held = await tab.get(VERIFY)
  expect(held.how).toBe('hit; ttl=8; detail=network-fallback')
  expect(held.headers.get('age')).toBe('22')
})

test('each class keeps to its time: bookings 5 min, services 30 min, and then the network is asked', async () => {
  const { world } = begin()
  const tab = world.open()
  for (const [url, ttl] of [
    [LIST, 300_000],
    [SERVICES, 1_800_000],
  ] as const) {
    await tab.get(url)
    world.network.online = false
    await world.advance(ttl)
    expect(await isHeld(tab, url)).toBe(url === SERVICES)
    await world.advance(1)
    await expect(tab.get(url)).rejects.toThrow()
    world.network.online = true
  }
})
