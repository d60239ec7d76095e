import type { Item, Read, ServerRequest } from './history.ts'
import type { UrlRule } from './rules.ts'

/** One URL in one session: what may share an entry. */
export interface Lane {
  readonly url: string
  readonly session: string
  /** Undefined for a URL that no route names. */
  readonly rule: UrlRule | undefined
  readonly byBegin: Seen[]
  readonly byEnd: Seen[]
  /** Its GETs that ended, by end. */
  readonly requests: ServerRequest[]
}

/** A read, and what can be said about it. */
export interface Seen {
  readonly read: Read
  readonly lane: Lane
  /** What it says of resources: its items and, as versions before they were listed, those that it should have listed. */
  readonly claims: readonly Item[]
  /** For each of the items: what the server had said by then, for this URL and session. */
  confirmations: readonly (Confirmation | undefined)[]
  /** When the last answer came that could have been its own. */
  lastArrival: number
}

/** That the server said the same. */
export interface Confirmation {
  /** When that answer was asked for. */
  readonly asked: number
  /** The latest time at which it may have read its database for an answer that says so and may have been kept. */
  readonly at: number
  /** When the last such answer came. */
  readonly arrived: number
}
