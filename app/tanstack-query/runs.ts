import type { Change } from '../client/subscribers.ts'
import { readAsOf } from '../client/guard.ts'

/** One call of a query function. */
export interface Run {
  /** A notice caused it: what is in the store is new enough, and costs one request for all tabs. */
  readonly isNoticed: boolean
  /** The lowest as-of of the answers that it got by our `fetch`. Undefined: it didn't use it, or the worker had no part. */
  asOf: number | undefined
  /** Where it asked by our `fetch`. */
  readonly paths: Set<string>
  /** What was told since it began. */
  readonly told: Change[]
}

export interface Runs {
  begin(isNoticed: boolean): Run
  end(run: Run): void
  tell(change: Change): void
  /** Lets `fetch` know whose answer it gets: by the signal that the query function was given. */
  readonly bySignal: WeakMap<AbortSignal, Run>
}

/** Query functions that are under way, and what they can't know: what has changed since they asked. */
export function createRuns(): Runs {
  const open = new Set<Run>()
  return {
    begin(isNoticed) {
      const run: Run = { isNoticed, asOf: undefined, paths: new Set(), told: [] }
      open.add(run)
      return run
    },
    end: (run) => void open.delete(run),
    tell(change) {
      for (const run of open) run.told.push(change)
    },
    bySignal: new WeakMap(),
  }
}

/** Takes note of how old an answer is; of several, the oldest counts. */
export function noteAsOf(run: Run, response: Response): void {
  const asOf = readAsOf(response)
  if (asOf !== undefined) run.asOf = Math.min(asOf, run.asOf ?? Infinity)
}

/** Whether something that it concerns changed after it had asked. */
export const isOvertaken = ({ told, asOf }: Run, concerns: (change: Change) => boolean): boolean =>
  told.some((change) => concerns(change) && !(asOf !== undefined && change.asOf !== undefined && asOf >= change.asOf))
