import { judge } from '../../history/judge.ts'
import type { Guarantee, Violation } from '../../history/history.ts'
import { useLightPlatform } from '../light/use-light-platform.ts'
import { play, type Played } from './play.ts'
import { scenarioOf, type Scenario } from './scenario.ts'

/** What a random history is judged by. */
export const JUDGED: readonly Guarantee[] = ['G1', 'G2', 'G3', 'G4', 'G8']

export interface Failure {
  readonly seed: number
  /** The shortest scenario found that fails in the same way. */
  readonly scenario: Scenario
  readonly stories: readonly string[]
  readonly trace: readonly string[]
}

/** Plays histories, each decided by its seed alone, until one breaks a promise. */
export async function simulate({ from, runs }: { from: number; runs: number }): Promise<Failure | undefined> {
  useLightPlatform()
  for (let seed = from; seed < from + runs; seed += 1) {
    const scenario = scenarioOf(seed)
    const violations = judge((await play(scenario)).history, JUDGED)
    if (violations.length > 0) return explain(scenario, violations)
  }
  return undefined
}

/** Takes away what the failure doesn't need. */
async function explain(scenario: Scenario, violations: readonly Violation[]): Promise<Failure> {
  const guarantees = new Set(violations.map(({ guarantee }) => guarantee))
  let shortest = scenario
  let told: { readonly played: Played; readonly violations: readonly Violation[] } | undefined
  const fails = async (candidate: Scenario): Promise<boolean> => {
    const played = await play({ ...candidate, traced: true })
    const found = judge(played.history, JUDGED).filter(({ guarantee }) => guarantees.has(guarantee))
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
    { etags: false },
    { clientPages: false },
  ])
    await fails({ ...shortest, ...calmer })
  const stories = (told?.violations ?? violations).map(({ story }) => story)
  return { seed: scenario.seed, scenario: shortest, stories, trace: told?.played.trace ?? [] }
}

/** For a person to read. */
export function describe({ seed, scenario, stories, trace }: Failure): string {
  const { operations, ...rest } = scenario
  return [
    `Seed ${seed} breaks a promise:`,
    ...stories.map((story) => `  ${story}`),
    `With ${JSON.stringify(rest)} and ${operations.length} operations:`,
    ...trace,
    `Play it again: npm run simulate -- --seed ${seed} --runs 1`,
  ].join('\n')
}
