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

test('uses keep entries from being evicted, and are written once a minute, those of the same moment together', async () => {
  const { world } = begin({ limits: { entries: 3 } })
  const tab = world.open()
  const service = (id: number): string => `/api/services/${id}`
  for (const id of [1, 2, 3]) {
    await tab.get(service(id))
    await world.advance(1)
  }
  await world.advance(61_000)
  let writes = 0
  world.onStep = (step) => {
    if (step === 'readwrite about to commit') writes += 1
  }
  for (let times = 0; times < 3; times += 1) {
    await Promise.all([tab.get(service(1)), tab.get(service(2))])
    await world.advance(1_000)
  }
  await world.advance(10_000)
  expect(writes).toBe(1)
  await tab.get(service(4))
  const held = []
  for (const id of [1, 2, 3, 4]) held.push(await isHeld(tab, service(id)))
  expect(held).toEqual([true, true, false, true])
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
