import { EVERYTHING } from '../../shared/groups.ts'
import type { Draft, Ends } from './draft.ts'
import { REPEATS_WITHIN, UNSETTLED_FOR } from './intents.ts'
import type { IntentRecord } from './records.ts'
import { newSession } from './sessions.ts'

/** Whether a reader must first let {@link tend} do its work. */
export const isDue = (ends: Ends, mono: number): boolean => [...ends.values()].some((end) => mono >= end)

/** What time alone changes, done first in every transaction that writes. */
export async function tend(draft: Draft, intents: readonly IntentRecord[]): Promise<void> {
  const { transaction, ends, now } = draft
  for (const intent of intents) {
    const life = lifeOf(intent, draft)
    if (life === undefined) continue
    const end = ends.get(intent.id) ?? now.mono + life
    ends.set(intent.id, end)
    if (now.mono < end) continue
    await transaction.delete('intents', intent.id)
    if (intent.state === 'landing') await newSession(draft)
    // The server may have applied it at any time until now.
    if (intent.state === 'unsettled') await draft.invalidate(intent.groups, 'outcome-unknown')
  }
  // Also of those that were settled before their time.
  for (const [id, end] of ends) if (now.mono >= end) ends.delete(id)
  if (now.wall < draft.state.highestWall.getTime() - CLOCK_JITTER) {
    // What a former run stored has no other clock to be judged by.
    await draft.invalidate([EVERYTHING], 'distrust')
    draft.set({ highestWall: new Date(now.wall) })
  }
}

/**
 * ms from when we first see it; undefined: it doesn't end by itself. What another run recorded is known by its wall time
 * alone, but for a login under way: at most the whole window.
 */
function lifeOf({ state, run, startedAt, unsettledUntil }: IntentRecord, draft: Draft): number | undefined {
  if (!unsettledUntil) return state === 'settled' && run !== draft.run ? REPEATS_WITHIN : undefined
  // The clock may have been set forward since: a login that is over by that begins anew, once.
  const isFirst = unsettledUntil.getTime() - startedAt.getTime() <= UNSETTLED_FOR
  if (state === 'landing' && run !== draft.run && isFirst) return UNSETTLED_FOR
  return Math.min(UNSETTLED_FOR, Math.max(0, unsettledUntil.getTime() - draft.now.wall))
}

/** ms; clocks that differ by less are the same: browsers round and jitter. */
const CLOCK_JITTER = 50

/** Forgets ledger rows that no valid entry can be older than. `longest` TTL in ms. */
export async function pruneLedger(draft: Draft, longest: number): Promise<void> {
  const bound = draft.stamps.last - longest * 1_000
  if (bound - draft.state.floor < longest * 500) return
  for (const { group, at } of await draft.transaction.all('ledger'))
    if (at <= bound) await draft.transaction.delete('ledger', group)
  draft.set({ floor: bound })
}
