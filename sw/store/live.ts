import { EVERYTHING } from '../../shared/groups.ts'
import type { Reason } from '../../shared/protocol.ts'
import type { Transaction } from './database.ts'
import type { Draft } from './draft.ts'
import type { LiveRow } from './records.ts'

/** ms; an answer and the event of the same change follow each other within seconds. Later it costs a request, no more. */
const REMEMBERED_FOR = 60_000

/** How many changes are remembered; the oldest go first. */
const MOST_REMEMBERED = 200

export async function readLive(transaction: Transaction): Promise<LiveRow> {
  return (await transaction.get('meta', 'live')) ?? { name: 'live', id: '', known: [] }
}

/**
 * Makes wrong what these changes of the server touched. Each is told twice where this browser made it, by its answer and by
 * the live channel, in either order. Whoever comes second knows a stamp that was taken after the change: what was asked
 * later has seen it, and stays (docs/decisions/own-changes-are-told-once.md).
 *
 * @param id of the event that tells it, recorded in the same transaction. Without changes the event stands for a gap: behind
 * one the server may count anew.
 */
export async function invalidateChanges(
  draft: Draft,
  groups: readonly string[],
  reason: Reason,
  changes: readonly string[],
  id?: string,
): Promise<void> {
  const { transaction, now } = draft
  const live = await readLive(transaction)
  const recent = live.known.filter(([, stamp]) => changes[0] && stamp > (now.wall - REMEMBERED_FOR) * 1_000)
  const stamps = new Map(recent)
  const told = Math.max(...changes.map((change) => stamps.get(change) ?? Infinity))
  const isKnown = Number.isFinite(told)
  const asOf = isKnown ? told : draft.stamp()
  await draft.invalidate(isKnown ? await notTold(transaction, groups, asOf) : groups, reason, { asOf })
  const news = changes.flatMap((change) => (stamps.has(change) ? [] : [[change, asOf] as const]))
  await transaction.put('meta', { ...live, id: id || live.id, known: [...recent, ...news].slice(-MOST_REMEMBERED) })
}

async function notTold(transaction: Transaction, groups: readonly string[], asOf: number): Promise<string[]> {
  const since = await Promise.all(
    [EVERYTHING, ...groups].map(async (group) => ((await transaction.get('ledger', group))?.stamp ?? 0) >= asOf),
  )
  return groups.filter((_, at) => !since[0] && !since[at + 1])
}
