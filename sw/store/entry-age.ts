import type { Moment } from '../ports.ts'
import type { Run } from './run.ts'
import type { EntryRecord } from './records.ts'

type Confirmed = Pick<EntryRecord, 'confirmedAt' | 'confirmedMono' | 'upstreamAge' | 'run'>

/**
 * How long ago the server confirmed an entry, in ms: counted from when the request was sent, plus the `Age` it came with
 * (RFC 9111, section 4.2.3, but never from `Date`). Within a run, the larger of what both clocks say: one may be set
 * back, the other stands still while a laptop sleeps. What a former run confirmed is as old as the wall clock said when
 * this run began, and has aged by both clocks since.
 */
export function entryAge(entry: Confirmed, now: Moment, run: Pick<Run, 'number' | 'began'>): number {
  const { began } = run
  const wall = Math.max(now.wall, began.wall + now.mono - began.mono) - entry.confirmedAt.getTime()
  if (entry.run === run.number) return Math.max(wall, now.mono - entry.confirmedMono, 0) + entry.upstreamAge
  // Confirmed in the future: the clock was set back, and nobody knows by how much.
  return wall < 0 ? Number.POSITIVE_INFINITY : wall + entry.upstreamAge
}
