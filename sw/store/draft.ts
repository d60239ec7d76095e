import type { FromWorker, Reason } from '../../shared/protocol.ts'
import { invalidated } from '../broadcast/notices.ts'
import type { Knowledge } from '../invalidate/validity.ts'
import type { Moment } from '../ports.ts'
import type { Transaction } from './database.ts'
import { stampsOf, type LedgerStamps } from './ledger.ts'
import type { EntryRecord, IntentRecord, StateRow } from './records.ts'
import { FORMER_RUN_LEAP, type Stamps } from './stamps.ts'

export interface DraftContext {
  readonly now: Moment
  readonly run: number
  readonly stamps: Stamps
  readonly ends: Ends
}

/** Intent id → when it ends by itself, by the run's own clock (ms). */
export type Ends = Map<string, number>

/**
 * One change of the store while it is being made: the transaction, the numbers as they will be written, and what pages
 * will be told once it is committed.
 */
export class Draft {
  readonly transaction: Transaction
  readonly now: Moment
  readonly run: number
  readonly stamps: Stamps
  readonly ends: Ends
  readonly notices: FromWorker[] = []
  state: StateRow

  constructor(transaction: Transaction, state: StateRow, { now, run, stamps, ends }: DraftContext) {
    this.transaction = transaction
    this.state = state
    this.now = now
    this.run = run
    this.stamps = stamps
    this.ends = ends
    stamps.merge(state.last)
  }

  set(change: Partial<Omit<StateRow, 'name' | 'born'>>): void {
    this.state = { ...this.state, ...change }
  }

  /** A stamp above every as-of taken until now. */
  stamp(): number {
    // Only puts of a former run are refused; what it invalidates must hit what the present run has asked meanwhile.
    if (this.run !== this.state.run) this.stamps.merge(this.stamps.last + FORMER_RUN_LEAP)
    return this.stamps.take(this.now.wall)
  }

  /**
   * Makes everything about these groups wrong that was asked before `asOf` (default: now), and tells the pages.
   * `silent`: pages have nothing to fetch.
   */
  async invalidate(
    groups: readonly string[],
    reason: Reason,
    options: { asOf?: number; unsettledFor?: number; silent?: boolean } = {},
  ): Promise<void> {
    if (groups.length === 0) return
    const at = this.stamp()
    const stamp = options.asOf ?? at
    const { transaction } = this
    const raise = async (group: string): Promise<unknown> => {
      const had = await transaction.get('ledger', group)
      return transaction.put('ledger', { group, stamp: Math.max(stamp, had?.stamp ?? 0), at })
    }
    await Promise.all([...new Set(groups)].map(raise))
    // Groups that a body tells are never among the silent ones, which are our own.
    if (options.silent) return
    const { noticed, changed, born } = this.state
    this.set({ changed: Math.max(changed, stamp), noticed: at })
    const { unsettledFor } = options
    const told = { reason, stamp: at, before: noticed, born }
    this.notices.push(invalidated(groups, unsettledFor === undefined ? told : { ...told, unsettledFor }))
  }

  async drop(entry: EntryRecord): Promise<void> {
    await this.transaction.delete('entries', entry.key)
    const { entries, bytes } = this.state
    this.set({ entries: Math.max(0, entries - 1), bytes: Math.max(0, bytes - entry.bytes) })
  }

  async dropAll(): Promise<void> {
    await this.transaction.clear('entries')
    this.set({ entries: 0, bytes: 0 })
  }
}

/** What is known of changes. */
export async function readKnowledge({ transaction, state }: Draft): Promise<Knowledge> {
  const [intents, rows] = await Promise.all([transaction.all('intents'), transaction.all('ledger')])
  return knowledgeOf(state, intents, stampsOf(rows))
}

export function knowledgeOf(
  { changed, floor }: StateRow,
  intents: readonly IntentRecord[],
  ledger: LedgerStamps,
): Knowledge {
  return {
    ledger,
    changed,
    floor,
    unsettled: intents.flatMap((intent) => (intent.unsettledUntil ? intent.groups : [])),
  }
}
