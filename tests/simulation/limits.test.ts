import { expect, test } from 'vitest'
import { begin, invalidations, isHeld, LIST, ONE, quota, SERVICES } from './stage.ts'

test('a disk that is full makes room by least recent use, and the answer is stored', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(ONE)
  let refusals = 1
  world.disk.fault = (step) => step === 'write' && refusals > 0 && (refusals -= 1) === 0 && quota()
  expect((await tab.get(LIST)).how).toMatch(/stored$/)
  expect(await isHeld(tab, LIST)).toBe(true)
  expect(await isHeld(tab, ONE)).toBe(false)
})

test('the longest unused entries go when there are too many', async () => {
  const { world } = begin({ limits: { entries: 2 } })
  const tab = world.open()
  for (const id of ['1', '2', '3']) {
    await tab.get(`/api/bookings/${id}`)
    await world.advance(1)
  }
  expect(await isHeld(tab, '/api/bookings/1')).toBe(false)
  expect(await isHeld(tab, '/api/bookings/3')).toBe(true)
  expect(world.disk.tables.entries.size).toBe(2)
})

test('the longest unused entries go when they are too large', async () => {
  const { world } = begin({ limits: { totalBytes: 250 } })
  const tab = world.open()
  for (const id of ['1', '2', '3', '4', '5']) await tab.get(`/api/bookings/${id}`)
  const entries = [...world.disk.tables.entries.values()]
  expect(entries.length).toBeGreaterThan(0)
  expect(entries.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(250)
})

test('a use keeps an entry from being evicted, and is written once a minute', async () => {
  const { world } = begin({ limits: { entries: 2 } })
  const tab = world.open()
  const [one, two, three] = ['/api/services/1', '/api/services/2', '/api/services/3'] as const
  await tab.get(one)
  await world.advance(1)
  await tab.get(two)
  await world.advance(61_000)
  let writes = 0
  world.onStep = (step) => {
    if (step === 'readwrite about to commit') writes += 1
  }
  for (let times = 0; times < 3; times += 1) {
    await tab.get(one)
    await world.idle()
  }
  expect(writes).toBe(1)
  await tab.get(three)
  expect(await isHeld(tab, one)).toBe(true)
  expect(await isHeld(tab, two)).toBe(false)
})

test('another policy is one invalidation of everything, and the same one is none', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(SERVICES)
  world.restart()
  expect(await isHeld(tab, SERVICES)).toBe(true)
  world.restart({ classes: { static: { ttl: 1_000_000 } } })
  expect(await isHeld(tab, SERVICES)).toBe(false)
  expect(tab.told).toEqual(['*'])
  expect(invalidations(tab)).toBe(1)
})
