import { judge } from '../../history/judge.ts'
import type { Violation } from '../../history/history.ts'
import { takeLightPlatform } from '../light/take-light-platform.ts'
import { count, emptyTally, turn, type Campaign } from './campaign.ts'
import { judgedIn } from './judged.ts'
import { play, type Played } from './play.ts'
import { scenarioOf, type Scenario } from './scenario.ts'

export interface Failure {
  readonly seed: number
  /** The shortest scenario found that fails in the same way. */
  readonly scenario: Scenario
  readonly stories: readonly string[]
  readonly trace: readonly string[]
  readonly command: 'simulate' | 'simulate:sweep'
}

/** Plays histories, each decided by its seed alone, until one breaks a promise. */
export async function simulate({ from, runs, step = 1, onProgress }: Campaign): Promise<Failure | undefined> {
  takeLightPlatform()
  const tally = emptyTally()
  for (let run = 0; run < runs; run += 1) {
    const scenario = scenarioOf(from + run * step)
    const { history } = await play(scenario)
    count(tally, scenario, history)
    const violations = judge(history, judgedIn(scenario))
    if (violations.length > 0) {
      onProgress?.(tally)
      return explain(scenario, violations)
    }
    if (run % 100 === 99) {
      onProgress?.(tally)
      await turn()
    }
  }
  onProgress?.(tally)
  return undefined
}

/** Takes away what the failure doesn't need. */
async function explain(scenario: Scenario, violations: readonly Violation[]): Promise<Failure> {
  const guarantees = new Set(violations.map(({ guarantee }) => guarantee))
  let shortest = scenario
  let told: { readonly played: Played; readonly violations: readonly Violation[] } | undefined
  const fails = async (candidate: Scenario): Promise<boolean> => {
    const played = await play({ ...candidate, traced: true })
    const found = judge(played.history, judgedIn(candidate)).filter(({ guarantee }) => guarantees.has(guarantee))
    if (found.length === 0) return false
    told = { played, violations: found }
    shortest = candidate
    return true
  }
  await fails(scenario)
  for (let size = scenario.operations.length >> 1; size > 0; size >>= 1) {
    for (let at = 0; at < shortest.operations.length;) {
      const operations = shortest.operations.filter((_, index) => index < at || index >= at + size)
      if (!(await fails({ ...shortest, operations }))) at += size
    }
  }
  for (const calmer of [
    { slowPorts: 0 },
    { slowNetwork: 0 },
    { keys: false },
    { unstored: 0 },
    { crowded: false },
    { tokens: false },
    { etags: false },
    { clientPages: false },
  ])
    await fails({ ...shortest, ...calmer })
  const stories = (told?.violations ?? violations).map(({ story }) => story)
  return { seed: scenario.seed, scenario: shortest, stories, trace: told?.played.trace ?? [], command: 'simulate' }
}

/** For a person to read. */
export function describe({ seed, scenario, stories, trace, command }: Failure): string {
  const { operations, ...rest } = scenario
  return [
    `Seed ${seed} breaks a promise:`,
    ...stories.map((story) => `  ${story}`),
    `With ${JSON.stringify(rest)} and ${operations.length} operations:`,
    ...trace,
    `Play it again: npm run ${command} -- --seed ${seed} --runs 1`,
  ].join('\n')
}
