import { amplification } from './amplification.ts'
import { atMostOnce } from './at-most-once.ts'
import { bounded } from './bounded.ts'
import type { Guarantee, History, Violation } from './history.ts'
import { isolation } from './isolation.ts'
import { monotonic } from './monotonic.ts'
import { notice } from './notice.ts'
import { readYourWrites } from './read-your-writes.ts'
import { timelineOf, type Timeline } from './timeline.ts'
import { transparency } from './transparency.ts'

/** G6 has no check of its own: with a store that fails, the others still hold. */
const checks: Readonly<Record<Guarantee, (timeline: Timeline) => Violation[]>> = {
  G1: bounded,
  G2: readYourWrites,
  G3: monotonic,
  G4: isolation,
  G5: notice,
  G7: transparency,
  G8: atMostOnce,
  G9: amplification,
}

const all = Object.keys(checks) as Guarantee[]

/**
 * Everything in a history that can't be, by guarantee; an empty list is the verdict *not guilty*. A sort, and a walk for
 * each guarantee.
 *
 * @example expect(judge(history)).toEqual([])
 */
export function judge(history: History, guarantees: readonly Guarantee[] = all): Violation[] {
  const timeline = timelineOf(history)
  return guarantees.flatMap((guarantee) => checks[guarantee](timeline))
}

/** The stories alone, one a line: for failures of tests. */
export const stories = (violations: readonly Violation[]): string[] => violations.map(({ story }) => story)
