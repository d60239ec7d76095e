import { expect, test } from 'vitest'
import { timesFound } from '../../../scripts/patch.ts'
import { steps } from './taken-apart.ts'

test.each(steps)('the worker still reads as the benchmark expects that takes it apart: $name', ({ patches }) => {
  expect(patches.map(timesFound)).toEqual(patches.map(() => 1))
})
