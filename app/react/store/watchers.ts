import type { ChangeListener } from '../../client/subscribers.ts'
import { FLOOR, type Core } from './core.ts'

/** How one component wants to be kept up to date. */
export interface Watcher {
  readonly autoRefresh: boolean
  /** ms. */
  readonly refreshInterval: number
}

/** How the components of the kit want it. */
export const asUsual: Watcher = { autoRefresh: true, refreshInterval: FLOOR }

export interface WatchersOptions {
  /** The groups to hear of now. */
  readonly heed: () => readonly string[]
  readonly onChange: ChangeListener
  /** The last has left, for good. */
  readonly onLeft: () => void
}

/** Who looks at a resource. While somebody does, there is one subscription for all of them. */
export function createWatchers(core: Core, { heed, onChange, onLeft }: WatchersOptions) {
  const watchers = new Set<Watcher>()
  let stop: (() => void) | undefined
  let heeded = ''

  function listen(): void {
    const about = heed()
    if (stop && heeded === about.join()) return
    stop?.()
    heeded = about.join()
    stop = core.client().subscribe({ groups: about }, onChange)
  }

  function hush(): void {
    stop?.()
    stop = undefined
  }

  async function leaveForGood(): Promise<void> {
    await Promise.resolve() // Strict mode leaves and comes back at once.
    if (watchers.size === 0) onLeft()
  }

  return {
    add(watcher: Watcher): () => void {
      const entry = { ...watcher }
      watchers.add(entry)
      listen()
      core.changed()
      return () => {
        watchers.delete(entry)
        core.changed()
        if (watchers.size > 0) return
        hush()
        void leaveForGood()
      }
    },
    isAny: (): boolean => watchers.size > 0,
    /** A new answer may be about more. */
    heedAnew(): void {
      if (stop) listen()
    },
    /** Through another client. */
    listenAnew: (): void => {
      if (!stop) return
      hush()
      listen()
    },
    /** The shortest that anybody wants, in ms; `Infinity` where nobody does. */
    interval: (): number =>
      // What is no number is not greater, either.
      Math.min(
        ...Array.from(watchers, ({ autoRefresh, refreshInterval: ms }) =>
          autoRefresh ? (ms > FLOOR ? ms : FLOOR) : Infinity,
        ),
      ),
  }
}
