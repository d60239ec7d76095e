import { expect, test } from 'vitest'
import { takeLightPlatform } from './light/take-light-platform.ts'
import { play } from './random/play.ts'
import { scenarioOf } from './random/scenario.ts'
import { describe, simulate } from './random/simulate.ts'

/** Those that each change is judged by; a campaign goes on from here, and a nightly one elsewhere. */
const FIXED = { from: 1, runs: 1_000 }
/** Others every day, so that what the fixed ones miss is found in time: the day is in the seed that a failure tells. */
const today = Math.floor(Date.now() / 86_400_000)
const OF_TODAY = { from: today * 10_000, runs: 500 }

const patience = 300_000

test.each([FIXED, OF_TODAY])(
  'random histories keep every promise: $runs from seed $from',
  { timeout: patience },
  async (campaign) => {
    const failure = await simulate(campaign)
    expect(failure && describe(failure)).toBe(undefined)
  },
)

test('a seed tells the same story every time', async () => {
  takeLightPlatform()
  for (const seed of [7, 338, 8_105]) {
    const scenario = { ...scenarioOf(seed), traced: true }
    expect(await play(scenario)).toEqual(await play(scenario))
  }
})

test('nothing goes on by itself once no microtask is left: many turns of the event loop change nothing', async () => {
  takeLightPlatform()
  for (const seed of [2, 99, 4_711]) {
    const scenario = { ...scenarioOf(seed), traced: true }
    const { history, trace } = await play(scenario)
    const patient = await play({ ...scenario, turns: 20 })
    expect(patient.trace).toEqual(trace)
    expect(patient.history).toEqual(history)
  }
})
