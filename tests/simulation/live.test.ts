import { expect, test } from 'vitest'
import { event, liveId, touched } from './live-stage.ts'
import { begin, invalidations, isHeld, ONE, PAY, paymentOf, SERVICES } from './stage.ts'

test('what the live channel tells is written down before a tab hears of it', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  await tab.get(ONE)
  server.change('7', 'ESCROW')
  expect(liveId(await tab.tell({ type: 'hello' }))).toBe('')
  expect(liveId(await tab.tell(event('41')))).toBe('41')
  expect(other.heard.at(-1)).toMatchObject({ type: 'invalidated', reason: 'live', groups: touched })
  expect(await isHeld(other, ONE)).toBe(false)
  expect(paymentOf(await other.get(ONE))).toBe('ESCROW')
  world.restart()
  expect(liveId(await other.tell({ type: 'hello' }))).toBe('41')
})

test('killed at any step of hearing an event, the worker has taken it with its id, or not at all', async () => {
  for (let at = 0; at < 60; at += 1) {
    const { world, server } = begin()
    const tab = world.open()
    await tab.get(ONE)
    server.change('7', 'ESCROW')
    let left = at
    world.killAt(() => left-- === 0)
    void tab.tell(event('41'))
    await world.idle()
    world.onStep = undefined
    const has = liveId(await tab.tell({ type: 'hello' })) === '41'
    expect(await isHeld(tab, ONE), `stopped at step ${at}`).toBe(!has)
    // Whoever leads has no answer, and says it again.
    expect(liveId(await tab.tell(event('41')))).toBe('41')
    expect(paymentOf(await tab.get(ONE))).toBe('ESCROW')
  }
})

test('an event that is said twice is told once', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.tell(event('41'))
  await tab.get(ONE)
  await tab.tell(event('41'))
  expect(invalidations(tab)).toBe(1)
  expect(await isHeld(tab, ONE)).toBe(true)
})

test('a gap makes everything wrong, and behind it the server may count anew', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.tell(event('41'))
  await tab.get(SERVICES)
  await tab.tell(event('7', [], ['*']))
  expect(await isHeld(tab, SERVICES)).toBe(false)
  expect(liveId(await tab.tell({ type: 'hello' }))).toBe('7')
  await tab.get(ONE)
  server.change('7', 'ESCROW')
  await tab.tell(event('41'))
  expect(paymentOf(await tab.get(ONE))).toBe('ESCROW')
})

test('a mutation of unknown outcome stays unsettled, whatever the live channel tells meanwhile', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const held = server.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  const { arrived } = await held
  arrived.fail()
  await expect(paid).rejects.toThrow('Failed to fetch')
  await tab.tell(event('41'))
  await tab.get(ONE)
  expect(await isHeld(tab, ONE)).toBe(false)
  server.change('7', 'ESCROW')
  await world.advance(61_000)
  expect(paymentOf(await tab.get(ONE))).toBe('ESCROW')
})

test('a server can not forge names of the library', async () => {
  const { world } = begin()
  const tab = world.open()
  expect(await tab.tell(event('41', ['41'], ['@all']))).toMatchObject({ type: 'refused' })
})

test('a page that slept is told what the live channel told', async () => {
  const { world } = begin()
  const [tab, other] = [world.open(), world.open()]
  const before = await tab.tell({ type: 'hello' })
  if (before?.type !== 'latest') throw new Error('no answer')
  tab.asleep = true
  await other.tell(event('41'))
  tab.asleep = false
  const missed = await tab.tell({ type: 'catch-up', since: before.stamp, born: before.born })
  expect(missed).toMatchObject({ groups: expect.arrayContaining(touched) as string[], live: '41' })
})
