import { expect, test } from 'vitest'
import { deviceOf, DEVICES, scheduleOf, SLOTS, TABS, type Action } from './schedule.ts'
import { STOPS_A_MINUTE } from './summary.ts'

const minute = 60_000
const count = (actions: readonly Action[], what: Action['do']): number =>
  actions.filter((each) => each.do === what).length

test('a seed tells all of a schedule, and another seed another', () => {
  const [one, again, other] = [1, 1, 2].map((seed) => scheduleOf({ seed, length: minute }))

  expect(one).toEqual(again)
  expect(one).not.toEqual(other)
})

test('a schedule is in order, and ends when it is told to', () => {
  const times = scheduleOf({ seed: 3, length: 10_000 }).map(({ at }) => at)

  expect(times).toEqual([...times].sort((a, b) => a - b))
  expect(Math.max(...times)).toBeLessThan(10_000)
})

test('a minute holds every kind of trouble, reads and changes of every tab, and more stops than are wanted', () => {
  for (let seed = 0; seed < 50; seed += 1) {
    const actions = scheduleOf({ seed, length: minute })
    const kinds = new Set(actions.map((each) => (each.do === 'network' ? each.how : each.do)))
    const tabs = actions.flatMap((each) => (each.do === 'read' ? [each.tab] : []))

    expect([...kinds].sort().join(' ')).toBe(
      'change cut delete elsewhere fail freeze leave log lose quota read reload replace slow stall stop',
    )
    expect(new Set(tabs).size).toBe(TABS)
    expect(count(actions, 'stop')).toBeGreaterThan(STOPS_A_MINUTE)
    expect(count(actions, 'change')).toBeGreaterThan(20)
  }
})

test('there are calm stretches of some seconds in any minute', () => {
  for (let seed = 0; seed < 50; seed += 1) {
    const troubles = scheduleOf({ seed, length: minute }).filter(
      ({ do: what }) => !['read', 'change', 'elsewhere'].includes(what),
    )
    const gaps = troubles.map(({ at }, index) => at - (troubles[index - 1]?.at ?? 0))

    expect(Math.max(...gaps)).toBeGreaterThan(2_500)
  }
})

test('plain reads ask in no way that only our worker would answer well', () => {
  const modes = (plainReads: boolean) =>
    new Set(
      scheduleOf({ seed: 5, length: minute, plainReads }).flatMap((each) => (each.do === 'read' ? [each.mode] : [])),
    )

  expect([...modes(true)].sort()).toEqual(['default', 'no-cache', 'no-store', 'reload'])
  expect(modes(false).size).toBe(6)
})

test('every tab is one device’s, and every slot is used', () => {
  const slots = scheduleOf({ seed: 6, length: minute }).flatMap((each) => (each.do === 'read' ? [each.slot] : []))

  expect(DEVICES.flat().map(deviceOf)).toEqual([0, 0, 0, 1, 1])
  expect(new Set(slots).size).toBe(SLOTS)
})
