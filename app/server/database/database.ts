/** Whatever SQL can be sent to: a database, or a transaction of it. */
export interface Queryable {
  /**
   * Without values the text may hold several statements, and the rows are those of the last one.
   * `bigint` arrives as a string, `timestamptz` as a `Date`. A list may be a value; in a row it arrives only as `json`.
   */
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>
}

/** The little that this API needs of a database, so that an embedded one and a server are the same to it. */
export interface Database extends Queryable {
  /** Nobody else can be connected: whatever an earlier run left unfinished is abandoned. */
  readonly exclusive: boolean
  /** Rolled back when `work` throws. Never wait for the network inside: an embedded database has one connection. */
  transaction<Result>(work: (transaction: Queryable) => Promise<Result>): Promise<Result>
  /**
   * A connection that breaks is made again, and what was told meanwhile is lost: then `onListening` is called anew.
   *
   * @returns the off switch
   */
  listen(channel: string, listener: (payload: string) => void, onListening?: () => void): Promise<() => Promise<void>>
  close(): Promise<void>
}

/** All tables live in here, so that a shared server holds nothing of ours elsewhere. */
export const SCHEMA = 'payment_sync'
