/**
 * What is in the database `payment-sync`: plain, readable fields, because people debug it in the Application panel.
 * These shapes live for years in browsers we can't reach: changing one is a new schema version.
 */

export interface EntryRecord {
  /** Session and URL. */
  readonly key: string
  readonly url: string
  readonly session: string
  readonly class: string
  readonly groups: readonly string[]
  /** The stamp taken when the request that confirmed this state was sent. */
  readonly asOf: number
  /** The stamp taken when it was stored: an answer asked for before that, and coming after, was under way at the same time. */
  readonly kept: number
  /** The run of the worker that stored it. */
  readonly run: number
  readonly status: number
  readonly statusText: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string | ArrayBuffer
  readonly bytes: number
  readonly etag: string | null
  /** The request's values of the headers that `Vary` names (RFC 9111, section 4.1). */
  readonly vary: readonly (readonly [name: string, value: string | null])[]
  /** When the request that confirmed it was sent, by the wall clock and by the run's own clock (ms). */
  readonly confirmedAt: Date
  readonly confirmedMono: number
  /** ms; the `Age` it had when it came. */
  readonly upstreamAge: number
  /** ms of age: see `Lifetime` in `policy/freshness.ts`. */
  readonly fresh: number
  readonly whileRevalidating: number
  readonly ifError: number
  readonly lastUsed: Date
}

/** The latest invalidation of a group. */
export interface LedgerRow {
  readonly group: string
  /** What was asked before this stamp is wrong. */
  readonly stamp: number
  /** The stamp under which pages were told. */
  readonly at: number
}

/** The write-ahead record of a mutation. */
export interface IntentRecord {
  readonly id: string
  /**
   * open: forwarded, no answer yet; settled: answered; unsettled: the outcome is unknown, or nobody will tell us; landing:
   * a navigation that changes the session is under way, and until it lands nothing is served or stored.
   */
  readonly state: 'open' | 'settled' | 'unsettled' | 'landing'
  readonly run: number
  readonly client: string
  readonly method: string
  readonly url: string
  /** Tells a repeat of the same request from another one; null where a repeat can't be told. */
  readonly fingerprint: string | null
  readonly idempotencyKey: string | null
  readonly startedAt: Date
  /** What it makes wrong while its outcome is unknown. */
  readonly groups: readonly string[]
  /** Until when (wall clock) those groups are not trusted. */
  readonly unsettledUntil: Date | null
  readonly answer: RecordedAnswer | null
}

export interface RecordedAnswer {
  readonly status: number
  readonly statusText: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string | ArrayBuffer | null
}

export type MetaRow = StateRow | PolicyRow | SecretRow | PagesRow | LiveRow

/** The numbers that order everything. */
export interface StateRow {
  readonly name: 'state'
  /** Drawn when the database is made: under another one, nothing can be compared. */
  readonly born: string
  /** The latest stamp that was written down. */
  readonly last: number
  /** The highest stamp below which some group is wrong. */
  readonly changed: number
  /** The stamp of the latest notice to pages. */
  readonly noticed: number
  /** What is older was forgotten: an as-of below is wrong, a page below is told everything. */
  readonly floor: number
  /** The latest stamp under which an entry was stored that was dropped for room. */
  readonly evicted: number
  /** How many transactions have written; of a version that didn't count them: as many as it found. */
  readonly writes?: number | undefined
  readonly run: number
  readonly epoch: number
  readonly highestWall: Date
  readonly entries: number
  readonly bytes: number
  /** Keyed hash of whose answers these are. */
  readonly identity: string | null
  /** Answers nothing. Rows of schema 1 say neither. */
  readonly paused?: boolean | undefined
  /** Says in the console what it does. */
  readonly debug?: boolean | undefined
}

/** The policy under which the entries were stored. */
export interface PolicyRow {
  readonly name: 'policy'
  readonly text: string
}

export interface SecretRow {
  readonly name: 'secret'
  readonly key: unknown
}

/** The pages that use the page client. */
export interface PagesRow {
  readonly name: 'pages'
  readonly ids: readonly string[]
}

/** How far the server's live channel was followed, and which of its changes need no second telling. */
export interface LiveRow {
  readonly name: 'live'
  /** Of the last event that was written down; empty: of none. */
  readonly id: string
  /** Changes that an event or an answer has named, each with a stamp: what was asked after that has seen it. */
  readonly known: readonly (readonly [change: string, stamp: number])[]
}

/** Whether a stored thing is an entry at all: what somebody else wrote there is dropped, never thrown on. */
export function isEntry(row: unknown): row is EntryRecord {
  if (typeof row !== 'object' || row === null) return false
  return Object.entries(fields).every(([name, isGood]) => isGood((row as Readonly<Record<string, unknown>>)[name]))
}

const isText = (value: unknown): boolean => typeof value === 'string'
const isTextOrNull = (value: unknown): boolean => value === null || isText(value)
const isDate = (value: unknown): boolean => value instanceof Date && Number.isFinite(value.getTime())
const isList = (value: unknown, isItem: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isItem)
const isPairs = (value: unknown): boolean =>
  isList(value, (pair) => Array.isArray(pair) && isText(pair[0]) && isTextOrNull(pair[1]))

/** A field without a check doesn't compile. */
const fields: { readonly [Field in keyof EntryRecord]: (value: unknown) => boolean } = {
  key: isText,
  url: isText,
  session: isText,
  class: isText,
  groups: (value) => isList(value, isText),
  asOf: Number.isSafeInteger,
  kept: Number.isSafeInteger,
  run: Number.isSafeInteger,
  status: (value) => value === 200, // Nothing else is stored.
  statusText: isText,
  headers: isPairs,
  body: (value) => isText(value) || value instanceof ArrayBuffer,
  bytes: Number.isSafeInteger,
  etag: isTextOrNull,
  vary: isPairs,
  confirmedAt: isDate,
  confirmedMono: Number.isFinite,
  upstreamAge: Number.isFinite,
  fresh: Number.isFinite,
  whileRevalidating: Number.isFinite,
  ifError: Number.isFinite,
  lastUsed: isDate,
}
