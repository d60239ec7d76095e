import { expect, test } from 'vitest'
import { describe } from './random/simulate.ts'
import { sweep } from './random/sweep.ts'

test(
  'the worker may be stopped at any call of a port, with and without a repeated dispatch',
  { timeout: 300_000 },
  async () => {
    const failure = await sweep({ from: 1, runs: 6 })
    expect(failure && describe(failure)).toBe(undefined)
  },
)
