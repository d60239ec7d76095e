import { AS_OF } from '../../shared/protocol.ts'

/** Undefined where the worker had no part in the answer. */
export function readAsOf(response: Pick<Response, 'headers'>): number | undefined {
  const text = response.headers.get(AS_OF) ?? ''
  return /^\d{1,16}$/.test(text) ? Number(text) : undefined
}

export interface Guard {
  /** Call as you ask. What it returns says, once the answer is there, whether it may be shown, and takes it as shown if so. */
  begin(): (answer: Pick<Response, 'headers'>) => boolean
  /** The as-of of what is shown. */
  readonly asOf: number | undefined
  /** As-ofs from before can't be compared with those to come (`change.reborn`). */
  forget(): void
}

/**
 * Keeps what a page shows from going back, whatever order answers arrive in: one guard for each thing shown.
 *
 * @example
 * const mayShow = guard.begin()
 * const response = await client.fetch('/api/bookings')
 * const body = await response.json()
 * if (mayShow(response)) show(body)
 */
export function createGuard(): Guard {
  let clock = 0
  let shownAsOf: number | undefined
  let shownBegan = 0
  let shownReceived = 0

  return {
    begin() {
      const began = ++clock
      return (answer) => {
        const asOf = readAsOf(answer)
        const isOlder = asOf !== undefined && shownAsOf !== undefined ? asOf < shownAsOf : began < shownBegan
        // Asked after the other had been received: whatever stamp it bears (a restarted count, say), it is no older.
        if (isOlder && began < shownReceived) return false
        shownAsOf = asOf
        shownBegan = began
        shownReceived = ++clock
        return true
      }
    },
    get asOf() {
      return shownAsOf
    },
    forget() {
      shownAsOf = undefined
    },
  }
}
