import type { Violation } from './history.ts'
import { list, teller } from './tell.ts'
import { troublesIn, type Timeline } from './timeline.ts'

/**
 * G8, at most once. The server executes no mutation of a page twice. Executed is what reached the code that changes things,
 * also if that then refused it (the second of two cancels): that nothing came of it is the server's merit. A recorded
 * answer given again under an `Idempotency-Key` is no execution.
 *
 * Excused: what went past the worker, and a store that fails in the same flight in which the worker is stopped.
 */
export function atMostOnce(timeline: Timeline): Violation[] {
  const { history } = timeline
  return history.mutations.flatMap((mutation): Violation[] => {
    const { id, tab, begin, executions, controlled } = mutation
    if (executions.length < 2 || controlled === false) return []
    const last = executions.at(-1)?.until ?? begin
    const stops = troublesIn(timeline, 'worker', begin, last)
    if (stops.length > 0 && troublesIn(timeline, 'store', begin, last).length > 0) return []
    const tell = teller(history)
    const times = list(executions.map(({ from }) => tell.time(from)))
    const story = `Tab ${tab} sent its mutation ${id} once, at ${tell.time(begin)} s; but the server executed it ${executions.length} times, at ${times} s. (G8)`
    return [{ guarantee: 'G8', story, events: [mutation, ...stops] }]
  })
}
