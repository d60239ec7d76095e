import type { DataClient } from '../../client/client.ts'

/** What everything in a store shares. */
export interface Core {
  /** Made when it is first needed, which is never while rendering. */
  readonly client: () => DataClient
  /** Numbers everything that is asked and received, in order. */
  readonly tick: () => number
  /** Something that is shown has changed, or the time to ask again. */
  readonly changed: () => void
  /** Tells of all that changes meanwhile at once. */
  readonly batch: (work: () => void) => void
}

/** ms; no payment is asked for more often. */
export const FLOOR = 30_000

/**
 * @param onChanged what to do before those who look are told
 */
export function createCore(client: () => DataClient, onChanged: () => void) {
  const listeners = new Set<() => void>()
  let clock = 0
  let depth = 0
  let isChanged = false

  function changed(): void {
    isChanged = true
    if (depth > 0) return
    isChanged = false
    onChanged()
    for (const listener of Array.from(listeners)) listener()
    // Sixty cards that appear change something each: after the first, the rest of this turn is told at once.
    depth += 1
    queueMicrotask(end)
  }

  function end(): void {
    depth -= 1
    if (isChanged) changed()
  }

  return {
    client,
    tick: (): number => ++clock,
    changed,
    batch(work: () => void): void {
      depth += 1
      try {
        work()
      } finally {
        end()
      }
    },
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
