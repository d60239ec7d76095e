import { expect, test } from 'vitest'
import { passedBy } from './passed-by.ts'

const ours = { from: 'store' } as const
const served = (begin: number, source?: typeof ours) =>
  ({ begin, end: begin + 1, outcome: 'served', ...(source && { source }) }) as const
const failed = { begin: 10, end: 12, outcome: 'failed' } as const

test('an answer without a word went past the worker', () => {
  const isPast = passedBy([])
  expect(isPast(served(1))).toBe(true)
  expect(isPast(served(1, ours))).toBe(false)
})

test('what failed went past it if what was answered before and after did', () => {
  expect(passedBy([served(5, ours), served(8), failed, served(11, ours), served(14), served(20, ours)])(failed)).toBe(
    true,
  )
  expect(passedBy([served(8, ours), failed, served(14)])(failed)).toBe(false)
  expect(passedBy([served(8), failed, served(14, ours)])(failed)).toBe(false)
})

test('what nobody waited for did not', () => {
  expect(passedBy([served(8), served(14)])({ ...failed, outcome: 'abandoned' })).toBe(false)
})
