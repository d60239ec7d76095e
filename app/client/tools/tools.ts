import type { Decision, EntryInfo } from '../../../shared/report.ts'

/** How reads of one class went. What came later than some seconds before the worker was stopped may be missing. */
export interface ClassStats {
  readonly reads: number
  /** Answered from the store, also where the network had failed. */
  readonly hits: number
  /** Nothing was held. */
  readonly misses: number
  /** Requests to the API that asked whether what is held is still right. */
  readonly revalidations: number
  /** 304: it was. */
  readonly notModified: number
  /** Answered from the store because the network failed or was late. */
  readonly fallbacks: number
  /** Shared a request that was under way. */
  readonly collapsed: number
  /** Something was held and not served, because it was changed or past its TTL. */
  readonly deniedAsStale: number
  /** Requests to the API that failed: no answer, or 500 and above. */
  readonly errors: number
  /** `hits` of `reads`, from 0 to 1; 0 without reads. */
  readonly hitRatio: number
  readonly api: {
    readonly requests: number
    /** ms until the whole answer was there, within a tenth; half of the requests were as fast, and 95 of 100. */
    readonly p50: number
    readonly p95: number
  }
  /** Requests to the API a minute, over the minutes that are counted. */
  readonly refreshesPerMinute: number
}

export interface SyncStats {
  /** Beginning of the first minute that is counted (ms since 1970); an hour back at most. */
  readonly since: number
  readonly classes: Readonly<Record<string, ClassStats>>
  readonly total: ClassStats
  /** All classes, minute by minute, oldest first; minutes without reads or requests are left out. */
  readonly minutes: readonly MinuteStats[]
}

export interface MinuteStats extends ClassStats {
  /** Its beginning (ms since 1970). */
  readonly at: number
}

/**
 * For whoever debugs, watches or replaces the worker. They work in every `state`: without a worker there is nothing to
 * report. Their script is loaded with the first call.
 */
export interface Tools {
  /** @throws PaymentSyncError `NO_REPLY` where an active worker doesn't know the question */
  stats(): Promise<SyncStats>
  /**
   * What is stored for the present session, the longest unused last: metadata, never bodies.
   * @throws PaymentSyncError `NO_REPLY` where an active worker doesn't know the question
   */
  entries(): Promise<readonly EntryInfo[]>
  /**
   * The latest answers of the worker's present run, for all tabs, oldest first; a hundred at most. They are kept in memory
   * only.
   * @throws PaymentSyncError `NO_REPLY` where an active worker doesn't know the question
   */
  decisions(): Promise<readonly Decision[]>
  /**
   * Stops the worker's answers, for all tabs, until they are wanted again: requests go past it as if there were none, changes
   * are watched all the same. When it goes on, nothing from before is served. Without a worker it does nothing.
   * @throws PaymentSyncError `NO_REPLY` where an active worker doesn't know the question
   */
  pause(isPaused: boolean): Promise<void>
  /** A waiting new worker takes over. Resolves when it has: true; false: none waits, or it gave up. */
  update(): Promise<boolean>
  /**
   * Removes the worker, for all tabs, and with `purge` what is stored. Pages that it controlled go on without its answers; a
   * later registration brings it back.
   * @throws PaymentSyncError `STORE_UNAVAILABLE` where the data could not be deleted in time
   */
  unregister(options?: { readonly purge?: boolean }): Promise<void>
}
