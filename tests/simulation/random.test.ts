import { expect, test } from 'vitest'
import { takeLightPlatform } from './light/take-light-platform.ts'
import { play } from './random/play.ts'
import { scenarioOf } from './random/scenario.ts'
import { describe, simulate } from './random/simulate.ts'

test('random histories keep every promise that is judged', async () => {
  const failure = await simulate({ from: 1, runs: 500 })
  expect(failure && describe(failure)).toBe(undefined)
})

test('a seed tells the same story every time', async () => {
  takeLightPlatform()
  for (const seed of [7, 338, 8_105]) {
    const scenario = { ...scenarioOf(seed), traced: true }
    expect(await play(scenario)).toEqual(await play(scenario))
  }
})
