import { EVERYTHING } from '../../shared/groups.ts'
import type { Moment } from '../ports.ts'
import { UNSETTLED_FOR } from './begin-run.ts'
import type { Draft } from './draft.ts'
import type { IntentRecord } from './records.ts'
import { newSession } from './sessions.ts'

/** When things end that end by themselves, by the run's own clock (ms). */
export interface Ends {
  /** Intent id → when its outcome counts as known. */
  readonly unsettled: Map<string, number>
  landing: number | undefined
  /** When no repeated dispatch of the run before can come any more. */
  readonly repeats: number
}

/** Whether a reader must first let {@link tend} do its work. */
export function isDue(ends: Ends, mono: number): boolean {
  if (ends.landing !== undefined && mono >= ends.landing) return true
  for (const end of ends.unsettled.values()) if (mono >= end) return true
  return false
}

/** What time alone changes, done first in every transaction that writes. */
export async function tend(draft: Draft, ends: Ends): Promise<void> {
  const { mono, wall } = draft.now
  for (const intent of await draft.transaction.all('intents')) {
    if (intent.state === 'unsettled' && mono >= endOf(intent, ends, draft.now)) {
      // The server may have applied it at any time until now.
      await draft.invalidate(intent.groups, 'outcome-unknown')
      await draft.transaction.delete('intents', intent.id)
    }
    if (intent.state === 'settled' && intent.run !== draft.run && mono >= ends.repeats) {
      await draft.transaction.delete('intents', intent.id)
    }
  }
  // Also of those that were settled before their time.
  for (const [id, end] of ends.unsettled) if (mono >= end) ends.unsettled.delete(id)
  if (draft.state.landing && (ends.landing === undefined || mono >= ends.landing)) {
    draft.set({ landing: null })
    await newSession(draft)
  }
  if (wall < draft.state.highestWall.getTime() - CLOCK_STEP) {
    // Set back while we run: what a former run stored has no other clock to be judged by.
    await draft.invalidate([EVERYTHING], 'distrust')
    draft.set({ highestWall: new Date(wall) })
  }
}

/** One that another run recorded is known by its wall time alone: at most the whole window from when we first see it. */
function endOf({ id, unsettledUntil }: IntentRecord, { unsettled }: Ends, { wall, mono }: Moment): number {
  const end = unsettled.get(id) ?? mono + Math.min(UNSETTLED_FOR, Math.max(0, (unsettledUntil?.getTime() ?? 0) - wall))
  unsettled.set(id, end)
  return end
}

/** ms; a smaller step back is a browser's rounding. */
const CLOCK_STEP = 50

/** Forgets ledger rows that no valid entry can be older than. `longest` TTL in ms. */
export async function pruneLedger(draft: Draft, longest: number): Promise<void> {
  const bound = draft.lastStamp - longest * 1_000
  if (bound - draft.state.floor < longest * 500) return
  for (const { group, at } of await draft.transaction.all('ledger'))
    if (at <= bound) await draft.transaction.delete('ledger', group)
  draft.set({ floor: bound })
}
