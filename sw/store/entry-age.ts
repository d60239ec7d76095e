import type { Moment } from '../ports.ts'
import type { EntryRecord } from './records.ts'

/**
 * How long ago the server confirmed an entry, in ms: counted from when the request was sent, plus the `Age` it came with
 * (RFC 9111, section 4.2.3, but never from `Date`). Within a run, the larger of what both clocks say: one may be set
 * back, the other stands still while a laptop sleeps.
 */
export function entryAge(
  { confirmedAt, confirmedMono, upstreamAge, run }: EntryRecord,
  now: Moment,
  thisRun: number,
): number {
  const wall = now.wall - confirmedAt.getTime()
  if (run === thisRun) return Math.max(wall, now.mono - confirmedMono, 0) + upstreamAge
  // Confirmed in the future: the clock was set back, and nobody knows by how much.
  return wall < 0 ? Number.POSITIVE_INFINITY : wall + upstreamAge
}
