import type { LedgerRow } from './records.ts'

/** Group → the stamp of its latest invalidation. */
export type LedgerStamps = ReadonlyMap<string, number>

export const stampsOf = (rows: readonly LedgerRow[]): LedgerStamps =>
  new Map(rows.map(({ group, stamp }) => [group, stamp]))
