import type { FromWorker, Reason } from '../../shared/protocol.ts'
import { invalidated } from '../broadcast/notices.ts'
import type { Knowledge } from '../invalidate/validity.ts'
import type { Moment } from '../ports.ts'
import type { Transaction } from './database.ts'
import type { EntryRecord, IntentRecord, StateRow } from './records.ts'
import { FORMER_RUN_LEAP, type Stamps } from './stamps.ts'

export interface DraftContext {
  readonly now: Moment
  readonly run: number
  readonly stamps: Stamps
  readonly ends: { readonly unsettled: Map<string, number> }
}

/**
 * One change of the store while it is being made: the transaction, the numbers as they will be written, and what pages
 * will be told once it is committed.
 */
export class Draft {
  readonly transaction: Transaction
  readonly now: Moment
  readonly run: number
  readonly notices: FromWorker[] = []
  readonly #stamps: Stamps
  readonly #ends: DraftContext['ends']
  #state: StateRow

  constructor(transaction: Transaction, state: StateRow, context: DraftContext) {
    this.transaction = transaction
    this.now = context.now
    this.run = context.run
    this.#stamps = context.stamps
    this.#ends = context.ends
    this.#state = state
    context.stamps.merge(state.last)
  }

  get state(): StateRow {
    return this.#state
  }

  set(change: Partial<Omit<StateRow, 'name' | 'born'>>): void {
    this.#state = { ...this.#state, ...change }
  }

  get lastStamp(): number {
    return this.#stamps.last
  }

  /** A stamp above every as-of taken until now. */
  stamp(): number {
    // Only puts of a former run are refused; what it invalidates must hit what the present run has asked meanwhile.
    if (this.run !== this.#state.run) this.#stamps.merge(this.#stamps.last + FORMER_RUN_LEAP)
    return this.#stamps.take(this.now.wall)
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
    for (const group of new Set(groups)) {
      const had = await this.transaction.get('ledger', group)
      await this.transaction.put('ledger', { group, stamp: Math.max(stamp, had?.stamp ?? 0), at })
    }
    // Groups that a body tells are never among the silent ones, which are our own.
    if (options.silent) return
    const { noticed, changed, born } = this.#state
    this.set({ changed: Math.max(changed, stamp), noticed: at })
    const { unsettledFor } = options
    const told = { reason, stamp: at, before: noticed, born }
    this.notices.push(invalidated(groups, unsettledFor === undefined ? told : { ...told, unsettledFor }))
  }

  /** What is known of changes that concern these groups. */
  async knowledge(groups: readonly string[]): Promise<Knowledge> {
    const { changed, floor } = this.#state
    const [ledger, unsettled] = await Promise.all([
      readLedger(this.transaction, groups),
      readUnsettled(this.transaction),
    ])
    return { ledger, changed, floor, unsettled }
  }

  /** From now on, and for so many ms, nobody knows what this mutation did. */
  async unsettle(intent: IntentRecord, ms: number): Promise<void> {
    const unsettledUntil = new Date(this.now.wall + ms)
    await this.transaction.put('intents', { ...intent, state: 'unsettled', unsettledUntil })
    this.#ends.unsettled.set(intent.id, this.now.mono + ms)
    await this.invalidate(intent.groups, 'outcome-unknown', { unsettledFor: ms })
  }

  async drop(entry: EntryRecord): Promise<void> {
    await this.transaction.delete('entries', entry.key)
    const { entries, bytes } = this.#state
    this.set({ entries: Math.max(0, entries - 1), bytes: Math.max(0, bytes - entry.bytes) })
  }

  async dropAll(): Promise<void> {
    await this.transaction.clear('entries')
    this.set({ entries: 0, bytes: 0 })
  }
}

export async function readLedger(transaction: Transaction, groups: readonly string[]): Promise<Map<string, number>> {
  const rows = await Promise.all(groups.map((group) => transaction.get('ledger', group)))
  return new Map(rows.flatMap((row) => (row ? [[row.group, row.stamp] as const] : [])))
}

export async function readUnsettled(transaction: Transaction): Promise<string[]> {
  const intents = await transaction.all('intents')
  return intents.flatMap(({ state, groups }) => (state === 'unsettled' ? groups : []))
}
