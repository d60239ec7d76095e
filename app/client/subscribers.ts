import { ANYTHING, EVERYTHING } from '../../shared/groups.ts'
import type { Reason } from '../../shared/protocol.ts'

/** What a subscriber is told: something that it shows may no longer be right, or there is a newer answer for it. */
export interface Change {
  /**
   * Why. Beside the worker's reasons: `updated` (a newer answer is in the store), `missed` (changed while this page
   * couldn't hear), `resumed` (the page was away and nobody can tell what it missed).
   */
  readonly reason: Reason | 'updated' | 'missed' | 'resumed'
  readonly groups: readonly string[]
  /** What was asked for at this stamp or later is right already. Undefined: nobody can tell; ask again. */
  readonly asOf: number | undefined
  /** Of an `updated`: whose answer is newer. */
  readonly url?: string
  /** The stamps began anew: an as-of from before can't be compared, so guards must forget theirs. */
  readonly reborn?: boolean
}

export type ChangeListener = (change: Change) => void

export interface Subscribers {
  subscribe(groups: readonly string[], listener: ChangeListener): () => void
  tell(change: Change): void
}

export function createSubscribers(): Subscribers {
  const all = new Set<readonly [groups: readonly string[], listener: ChangeListener]>()
  return {
    subscribe(groups, listener) {
      const entry = [[...groups], listener] as const
      all.add(entry)
      return () => void all.delete(entry)
    },
    tell(change) {
      for (const [groups, listener] of Array.from(all)) {
        if (!touches(groups, change.groups)) continue
        try {
          listener(change)
        } catch (error) {
          reportError(error) // One bad listener must not keep the others in the dark.
        }
      }
    },
  }
}

/** Whether what changed concerns who wants to hear of these groups. The end of a session is told to pages as everything. */
export function touches(wanted: readonly string[], changed: readonly string[]): boolean {
  return (
    changed.some((group) => group === EVERYTHING || wanted.includes(group)) ||
    wanted.some((group) => group === EVERYTHING || group === ANYTHING)
  )
}
