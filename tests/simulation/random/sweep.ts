import { judge } from '../../history/judge.ts'
import { takeLightPlatform } from '../light/take-light-platform.ts'
import { emptyTally, count, turn, type Campaign } from './campaign.ts'
import { judgedIn } from './judged.ts'
import { play } from './play.ts'
import { scenarioOf, type Scenario } from './scenario.ts'
import type { Failure } from './simulate.ts'

/** The seed's scenario, shorter, and without what stops the worker by chance. */
export function sweptScenarioOf(seed: number): Scenario {
  const scenario = scenarioOf(seed)
  const operations = scenario.operations.filter(
    ({ do: what }) => what !== 'kill' && what !== 'replace' && what !== 'delete',
  )
  return { ...scenario, operations: operations.slice(0, 8) }
}

/**
 * Plays each seed's scenario once to its end, and then again and again, stopping the worker at each call of a port in
 * turn: with Chromium's repeated dispatch, and without. Not left to luck: between any two awaits that reach the outside.
 */
export async function sweep({ from, runs, step = 1, onProgress }: Campaign): Promise<Failure | undefined> {
  takeLightPlatform()
  const tally = emptyTally()
  for (let run = 0; run < runs; run += 1) {
    const scenario = sweptScenarioOf(from + run * step)
    const { calls } = await play(scenario)
    for (let at = 0; at < calls; at += 1) {
      for (const repeats of [true, false]) {
        const stopped = { ...scenario, stopAt: { call: at, repeats } }
        const { history } = await play(stopped)
        count(tally, stopped, history)
        const found = judge(history, judgedIn(stopped))
        if (found.length > 0) {
          onProgress?.(tally)
          return failure(
            stopped,
            found.map(({ story }) => story),
          )
        }
      }
    }
    onProgress?.(tally)
    await turn()
  }
  return undefined
}

async function failure(scenario: Scenario, stories: readonly string[]): Promise<Failure> {
  const { trace } = await play({ ...scenario, traced: true })
  return { seed: scenario.seed, scenario, stories, trace, command: 'simulate:sweep' }
}
