import { judge } from '../../history/judge.ts'
import { takeLightPlatform } from '../light/take-light-platform.ts'
import { emptyTally, count, turn, type Campaign } from './campaign.ts'
import { judgedIn } from './judged.ts'
import { play } from './play.ts'
import { scenarioOf, type Operation, type Scenario } from './scenario.ts'
import { Seeded } from './seeded.ts'
import type { Failure } from './simulate.ts'

/**
 * A scenario in which there is something to interrupt: what was read before, a change, and what is read after; what else
 * happens is the seed's.
 */
export function sweptScenarioOf(seed: number): Scenario {
  const scenario = scenarioOf(seed)
  const random = new Seeded(seed + 3)
  const reads = (tab: number): Operation[] =>
    scenario.urls.map((url) => ({
      do: 'read',
      tab,
      url,
      mode: random.pick(['default', 'default', 'reload', 'no-cache']),
    }))
  const change = (): Operation =>
    !scenario.tokens && random.chance(0.2)
      ? { do: 'log', tab: 1, way: random.pick(['in', 'out', 'in by a form']) }
      : { do: 'mutate', tab: 0, id: '7', act: random.pick(['pay', 'cancel', 'release', 'verify']) }
  const others = scenario.operations.filter(({ do: what }) => !excluded.has(what))
  return {
    ...scenario,
    // A call that waits may wait for its death: then nobody knows what it was about.
    slowPorts: 0,
    operations: [...reads(0), ...others.slice(0, 2), change(), ...reads(1), ...others.slice(2, 4)],
  }
}

/** What stops the worker by chance, and what it doesn't survive together with a stop. */
const excluded: ReadonlySet<Operation['do']> = new Set(['kill', 'replace', 'break disk', 'delete'])

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
      // Whoever waits for a word takes a long silence for a worker that hangs.
      onProgress?.(tally)
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
