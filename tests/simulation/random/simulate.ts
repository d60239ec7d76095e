import { judge } from '../../history/judge.ts'
import type { Guarantee, Violation } from '../../history/history.ts'
import { useLightPlatform } from '../light/use-light-platform.ts'
import { play, type Played } from './play.ts'
import { scenarioOf, type Operation, type Scenario } from './scenario.ts'

/**
 * What a random history is judged by. Where calls of ports wait, an answer may reach the worker long after it reached the
 * browser, which G7 and G9 take for the same; and a store or a clock that can't be trusted is a reason to ask again, as is
 * an answer past the store (`no-store`), which drops what is held.
 */
export function judgedIn({ slowPorts, operations }: Scenario): readonly Guarantee[] {
  if (slowPorts > 0) return always
  return operations.some(isReasonToAsk) ? [...always, 'G7'] : [...always, 'G7', 'G9']
}

const always: readonly Guarantee[] = ['G1', 'G2', 'G3', 'G4', 'G5', 'G8']
const reasons: ReadonlySet<Operation['do']> = new Set(['sever', 'delete', 'break disk', 'sleep', 'set clock', 'replace'])
const isReasonToAsk = (operation: Operation): boolean =>
  reasons.has(operation.do) || (operation.do === 'read' && operation.mode === 'no-store')

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
    const violations = judge((await play(scenario)).history, judgedIn(scenario))
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
