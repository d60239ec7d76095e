import type { Transaction } from './database.ts'
import type { StateRow } from './records.ts'

/** Group → the stamp of its latest invalidation. */
export type LedgerStamps = ReadonlyMap<string, number>

/**
 * What the ledger said when it last changed. Whoever finds it unchanged, in its own transaction, needn't read it again: a list
 * of 60 bookings is about 120 groups, and each look would ask for each of them.
 */
export class Ledger {
  #of = ''
  #stamps: LedgerStamps = new Map()

  /** `isCommitted`: what the transaction sees will stay; what is being written may still be taken back. */
  async read(
    transaction: Pick<Transaction, 'all'>,
    { born, ledgerAt }: Pick<StateRow, 'born' | 'ledgerAt'>,
    { isCommitted }: { readonly isCommitted: boolean },
  ): Promise<LedgerStamps> {
    const of = `${born} ${ledgerAt}`
    if (of === this.#of) return this.#stamps
    const rows = await transaction.all('ledger')
    const stamps = new Map(rows.map(({ group, stamp }) => [group, stamp]))
    if (isCommitted) {
      this.#of = of
      this.#stamps = stamps
    }
    return stamps
  }
}
