/** What the worker tells of itself to whoever debugs it. It holds metadata: no body, header, token or cookie is in it. */

/** One of what the store holds for the present session. */
export interface EntryInfo {
  readonly url: string
  readonly class: string
  readonly groups: readonly string[]
  readonly asOf: number
  /** When the server confirmed it (ms since 1970), by the wall clock. */
  readonly confirmedAt: number
  /** ms; of its class, or less where the server says so. */
  readonly ttl: number
  /** ms of its life that were left when the worker was asked; 0: past it. */
  readonly remaining: number
  /** Whether it could have been served at that moment: within its TTL, and nothing that it is about was changed. */
  readonly valid: boolean
  readonly bytes: number
  readonly etag: string | null
}

/** One answer, and why it came from where it came. */
export interface Decision {
  /** When it was handed over (ms since 1970), by the wall clock. */
  readonly at: number
  readonly method: string
  readonly url: string
  /** Empty for a mutation. */
  readonly class: string
  /**
   * What the worker says of it in `Cache-Status` (RFC 9211), such as `payment-sync; hit; ttl=21`. `detail=watched`: it wasn't
   * answered; `detail=watched-no-rule`: no rule names it either, so everything was invalidated.
   * `fwd=bypass` alone: the network failed, and so did the page's request.
   */
  readonly cacheStatus: string
  /** ms from when the page's request reached the worker. */
  readonly duration: number
  readonly clientId: string
  /** Whether it was the page that asks for the report. A page can't know its own `clientId`. */
  readonly own: boolean
}

/** What was counted in one minute. */
export interface StatsRow {
  /** Its beginning in UTC, such as `2026-11-26T01:31`. */
  readonly minute: string
  /**
   * What → how often. `booking hit` and the like are answers to reads, by class and `Cache-Status` (`; denied` after it where
   * something was held and might not be served). `booking confirm 304 17` are requests to the API, by status (0: none came) and
   * time: from 2^(16/4) to 2^(17/4) ms. Steps of a fifth, from which percentiles come.
   */
  readonly counts: Readonly<Record<string, number>>
}
