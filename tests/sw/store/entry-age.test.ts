import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { entryAge } from '../../../sw/store/entry-age.ts'
import { entryRow } from '../support/rows.ts'

const entry = entryRow({ confirmedAt: new Date(1_000_000), confirmedMono: 500, run: 1 })

/** ms, so long after it was asked for by the wall clock and by the run's own; in the same run. */
const age = (wall: number, mono: number, of = entry): number =>
  entryAge(of, { wall: 1_000_000 + wall, mono: 500 + mono }, { number: 1, began: { wall: 999_000, mono: 0 } })

/** The same in a later run, which began when so much time had passed by the wall clock, and is `mono` ms old. */
const ageLater = (began: number, wall: number, mono: number, of = entry): number =>
  entryAge(of, { wall: 1_000_000 + wall, mono }, { number: 2, began: { wall: 1_000_000 + began, mono: 0 } })

test('an entry is as old as its question', () => {
  expect(age(30_000, 30_000)).toBe(30_000)
})

test('what was old when it came is older by that', () => {
  expect(age(1_000, 1_000, { ...entry, upstreamAge: 20_000 })).toBe(21_000)
  expect(ageLater(1_000, 1_000, 0, { ...entry, upstreamAge: 20_000 })).toBe(21_000)
})

test('a wall clock that is set back makes nothing younger', () => {
  expect(age(-3_600_000, 30_000)).toBe(30_000)
})

test('a laptop that slept makes nothing younger, though the other clock stood still', () => {
  expect(age(3_600_000, 1_000)).toBe(3_600_000)
})

test('over a restart the wall clock counts', () => {
  expect(ageLater(30_000, 31_000, 1_000)).toBe(31_000)
})

test('after a restart neither a clock that is set back nor a sleep makes anything younger', () => {
  expect(ageLater(30_000, -3_600_000, 5_000)).toBe(35_000)
  expect(ageLater(30_000, 3_600_000, 5_000)).toBe(3_600_000)
})

test('what was confirmed in the future, before a restart, is too old for anything', () => {
  expect(ageLater(-1_000, -1_000, 0)).toBe(Number.POSITIVE_INFINITY)
})

test('within a run nothing ever gets younger while the run goes on, wherever the wall clock is set', () => {
  const step = fc.record({ passes: fc.nat(60_000), isSetTo: fc.integer({ min: -100_000, max: 100_000 }) })

  fc.assert(
    fc.property(fc.array(step), (steps) => {
      let mono = 0
      for (const { passes, isSetTo } of steps) {
        mono += passes
        expect(age(isSetTo, mono)).toBeGreaterThanOrEqual(mono)
      }
    }),
  )
})
