import type { ConnectionState } from './connection.ts'
import type { LiveState } from './live/live-state.ts'
import type { ChangeListener } from './subscribers.ts'
import type { Tools } from './tools/tools.ts'

/** What a page holds of payment-sync. */
export interface PaymentSyncClient extends DataClient, Tools {
  /** Whether a new worker waits to take over. `subscribeState` tells; see {@link Tools.update}. */
  readonly waiting: boolean
  /** Whether the worker's answers are stopped, as last heard. `subscribeState` tells; see {@link Tools.pause}. */
  readonly paused: boolean
  /**
   * Whether page and worker say in the console what they do: no body, header or token. Mirrors
   * `localStorage['payment-sync-debug']`, so that it holds for all tabs, and after a reload.
   */
  debug: boolean
}

/** What a UI needs: reads, changes, and notice of changes. */
export interface DataClient {
  /** Whether the worker answers this page's requests. The app works in every state. */
  readonly state: ConnectionState
  /** Whether this browser hears of changes made elsewhere; in each tab, whichever has the connection. */
  readonly live: LiveState
  /** Calls back on each change of `state`, `live`, `waiting` or `paused`. Returns the off switch. */
  subscribeState(listener: () => void): () => void
  /** Resolves when the page is controlled, or known not to be. Never rejects. */
  readonly ready: Promise<void>
  /**
   * Calls back on each invalidation or update that touches one of the groups. `*` is every group. Returns the off switch.
   * @example
   * client.subscribe({ groups: ['booking:7'] }, () => reload('/api/bookings/7', { cache: 'force-cache' }))
   */
  subscribe(to: { readonly groups: readonly string[] }, listener: ChangeListener): () => void
  /**
   * Makes what belongs to these groups invalid, for all tabs. `*` is everything. Within a second, once.
   * @throws PaymentSyncError `NO_REPLY` where an active worker could not be told; this page's subscribers are told all the same
   */
  invalidate(groups: readonly string[]): Promise<void>
  /** Asks the server, whatever is stored; all tabs get the answer. Within a second, once for each URL. */
  refresh(url: string): Promise<Response>
  /** As a logout: nothing that was fetched before is served again. */
  endSession(): Promise<void>
  /**
   * `fetch`, for all three states. Without the worker, identical reads share one request and changes are told to every
   * tab; a `force-cache` is then confirmed by the server, as the worker would have.
   */
  fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>
}
