import type { StatsRow } from '../../shared/report.ts'
import type { EntryRecord, IntentRecord, LedgerRow, MetaRow } from './records.ts'

/** The tables, and what is in them. */
export interface Rows {
  readonly entries: EntryRecord
  readonly ledger: LedgerRow
  readonly intents: IntentRecord
  readonly meta: MetaRow
  readonly stats: StatsRow
}
export type Table = keyof Rows
/** A row by its key; in `meta` the key is the name, and says what is in it. */
export type RowAt<T extends Table, Key extends string> = T extends 'meta'
  ? Extract<MetaRow, { readonly name: Key }>
  : Rows[T]

/** What every transaction is about, unless it says otherwise. */
export const TABLES = ['entries', 'ledger', 'intents', 'meta'] as const satisfies readonly Table[]

/** What is counted: in short transactions of its own. */
export const COUNTED = ['stats'] as const satisfies readonly Table[]

/** Raise it with a step in `indexed-db.ts` and a test from the version before. */
export const SCHEMA_VERSION = 2

/** What can be asked inside a transaction. Await nothing else inside one: it would commit under your feet. */
export interface Transaction {
  get<T extends Table, Key extends string>(table: T, key: Key): Promise<RowAt<T, Key> | undefined>
  all<T extends Table>(table: T): Promise<Rows[T][]>
  put<T extends Table>(table: T, row: Rows[T]): Promise<unknown>
  delete(table: Table, key: string): Promise<unknown>
  clear(table: Table): Promise<unknown>
  /** Of a session's entries. */
  keysOf(session: string): Promise<string[]>
  /** Entries by last use, the longest unused first. */
  longestUnused(most: number): Promise<EntryRecord[]>
}

/** The store as the worker sees it. All or nothing: a transaction that rejects has changed nothing. */
export interface Database {
  /** Of the schema it stands at. */
  readonly version: number
  /** About other `tables` than the usual it holds no reader up. Writers Chromium lets in one at a time, whatever they are about. */
  transact<Result>(
    mode: 'readonly' | 'readwrite',
    work: (transaction: Transaction) => Promise<Result>,
    tables?: readonly Table[],
  ): Promise<Result>
  close(): void
}
