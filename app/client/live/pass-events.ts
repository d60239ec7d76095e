import type { Ask } from '../ask-worker.ts'
import { merge, type LiveEvent } from './read-event.ts'

export interface Passing {
  /** Of the last event that this page knows of. Only where there is no worker does a stream go on from it. */
  lastId: string
  /** Where the next stream goes on from; empty: nobody knows. */
  resumeFrom(): Promise<string>
  /** Resolves when the worker has written it down, or the tabs were told without it. Never rejects. */
  pass(event: LiveEvent): Promise<void>
  /** Says again what the worker did not acknowledge. */
  retry(): void
}

export interface PassingOptions {
  readonly ask: Ask
  /** Tells every tab, this one too: there is no worker to do it, or none that answers. */
  readonly tell: (groups: readonly string[]) => void
  readonly onError: (error: Error) => void
}

/**
 * Hands the events of the live channel to the worker, one after the other: the id of an event is written down with it, so an
 * id stands for all before it. What comes meanwhile goes together.
 */
export function createPassing({ ask, tell, onError }: PassingOptions): Passing {
  let waiting: LiveEvent | undefined
  let unwritten: LiveEvent | undefined
  let isUnderWay = false
  let underWay = Promise.resolve()

  async function passAll(): Promise<void> {
    isUnderWay = true
    do {
      const next = waiting
      waiting = undefined
      const event = next ? merge(unwritten, next) : unwritten
      if (event && !(await isWritten(event)) && next) tell(next.groups)
    } while (waiting)
    isUnderWay = false
  }

  /** What nobody acknowledged is kept, and said again with what comes next: the worker takes it twice without harm. */
  async function isWritten(event: LiveEvent): Promise<boolean> {
    try {
      const latest = await ask({ type: 'live', ...event }, 3)
      unwritten = undefined
      return latest !== undefined
    } catch (error) {
      unwritten = event
      onError(error as Error)
      return false
    }
  }

  function go(): Promise<void> {
    if (!isUnderWay) underWay = passAll()
    return underWay
  }

  const passing: Passing = {
    lastId: '',
    async resumeFrom() {
      try {
        const latest = await ask({ type: 'hello' }, 3)
        if (latest) return latest.live ?? ''
      } catch (error) {
        onError(error as Error)
      }
      return passing.lastId
    },
    pass(event) {
      passing.lastId = event.id || passing.lastId
      waiting = merge(waiting, event)
      return go()
    },
    retry() {
      if (unwritten) void go()
    },
  }
  return passing
}
