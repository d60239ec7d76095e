/**
 * What pages and the worker say to each other. Messages are hints (they get lost when a worker stops, and reach frozen
 * pages late): the truth is in the worker's ledger, and a page that is told a stamp can always ask for what it missed.
 *
 * Everything sent is sealed; everything received is read (`read-message.ts`).
 */

/** Raise this when an old page and a new worker would misread each other. */
export const PROTOCOL_VERSION = 1

/** Why something is no longer right. A page may be told a reason that is younger than itself: what to do is the same. */
export type Reason =
  | 'mutation' // a page changed it, and has its answer
  | 'outcome-unknown' // a page tried to change it, and nobody knows whether it did
  | 'discovered' // an answer showed another payment status than the one before
  | 'manual' // a page asked for it
  | 'live' // the server told of it
  | 'session' // a session began or ended
  | 'distrust' // the store or a clock can't be trusted
  | 'removed' // the worker was unregistered, and answers nothing any more

/** Sent to every page of the origin. */
export type FromWorker =
  | {
      readonly type: 'invalidated'
      readonly groups: readonly string[]
      readonly reason: Reason
      /** The stamp of this invalidation, and of the one before: a page that knows neither has missed some. */
      readonly stamp: number
      readonly before: number
      /** The database's birth mark: under another one, stamps can't be compared. */
      readonly born: string
      /** The outcome is unknown for so many ms: what is fetched until then may still change. Ask again after. */
      readonly unsettledFor?: number
    }
  /** A newer answer for a URL is in the store; `force-cache` gets it. */
  | { readonly type: 'updated'; readonly url: string; readonly groups: readonly string[]; readonly asOf: number }
  /** Sent when a run of the worker starts, and when its settings change: a page that asks is told them. */
  | { readonly type: 'started'; readonly stamp: number; readonly born: string }

/** Sent to the worker, each with a port for the {@link Reply}. */
export type ToWorker =
  /** This page uses the page client: it may get masked fields. */
  | { readonly type: 'hello' }
  /** What was invalidated after `since`? `born` is the birth mark that the page knows, or empty. */
  | { readonly type: 'catch-up'; readonly since: number; readonly born: string }
  /** `*` is everything. */
  | { readonly type: 'invalidate'; readonly groups: readonly string[] }
  | { readonly type: 'end-session' }
  /**
   * What the server's live channel said, to be acknowledged once it is written down. `id` is where a stream goes on from,
   * `changes` the changes of the server that it covers: none where something was missed, and all of it is to be distrusted.
   */
  | {
      readonly type: 'live'
      readonly id: string
      readonly groups: readonly string[]
      readonly changes: readonly string[]
    }
  /**
   * A request that changes something went past the worker: from a page that it doesn't control (`ended` with what the
   * answer named), or one that it only observes.
   */
  | {
      readonly type: 'mutated'
      readonly method: string
      readonly url: string
      readonly ended: boolean
      /** From `Cache-Group-Invalidation`. */
      readonly groups: readonly string[]
      /** It ended without an answer that tells whether it was done: as an orphan, it may still happen. */
      readonly unknown?: boolean
    }
  /** What the worker tells of itself (`report.ts`). Workers of the first day don't know this one, nor those that follow. */
  | { readonly type: 'report'; readonly of: Subject }
  /** For all tabs, and over restarts. What isn't named stays. */
  | { readonly type: 'set'; readonly debug?: boolean; readonly paused?: boolean }
  /** To a worker that waits. `idle`: only if no mutation is under way. Not replied to: its state tells. */
  | { readonly type: 'take-over'; readonly idle: boolean }
  /** The worker is unregistered: it answers nothing any more, though it lives until its last page has gone. */
  | { readonly type: 'leave' }

export type Subject = 'stats' | 'entries' | 'decisions'

export type Reply =
  | {
      readonly type: 'latest'
      readonly stamp: number
      readonly born: string
      /** What was invalidated since the page's stamp; `*` where the ledger can't tell. */
      readonly groups: readonly string[]
      /** The id of the live channel's last event that was written down. */
      readonly live?: string
      /** The worker's answers are stopped. */
      readonly paused?: boolean
      /** Of a report: rows of `report.ts`. */
      readonly rows?: readonly unknown[]
    }
  | { readonly type: 'refused'; readonly problem: string }

export interface Envelope<Message> {
  readonly from: 'payment-sync'
  readonly version: typeof PROTOCOL_VERSION
  readonly message: Message
}

export function seal<Message>(message: Message): Envelope<Message> {
  return { from: 'payment-sync', version: PROTOCOL_VERSION, message }
}

/** Between pages, where no worker is active. */
export const CHANNEL = 'payment-sync'

/** The header that the worker adds for pages to compare; `Cache-Status` (RFC 9211) and `Age` (RFC 9111) are for people. */
export const AS_OF = 'Payment-Sync-As-Of'
