import type { Rules } from './rules.ts'

/**
 * What outsiders saw of one browser and its server: plain data, JSON-serialisable. All times are ms of one clock that
 * never goes back. Two times that are equal, or closer than `rules.slack`, count as concurrent: a simulation gives each
 * of its steps an instant of its own.
 *
 * A list may be left empty where nothing of the kind was recorded; then what rests on it isn't judged. Records of a kind
 * that have the same fields in the same order, spelt out in one literal, are judged in a fraction of the time of such as
 * were put together by spreading.
 */
export interface History {
  readonly rules: Rules
  /** What stories count their seconds from. @default 0 */
  readonly start?: number
  /** When recording stopped: what was due later isn't demanded. @default Infinity */
  readonly end?: number
  readonly writes: readonly Write[]
  readonly reads: readonly Read[]
  readonly mutations: readonly Mutation[]
  readonly requests: readonly ServerRequest[]
  readonly pages: readonly PageEvent[]
  readonly notices: readonly Notice[]
  readonly invalidations: readonly Invalidation[]
  readonly shown: readonly Shown[]
  readonly troubles: readonly Trouble[]
}

export interface Span {
  readonly from: number
  readonly until: number
}

/** The server's own record of one version. It took effect somewhere in the span: seen by no read before, by every one after. */
export interface Write extends Span {
  /** A resource such as `payment:7`; what stands before the colon is its kind. */
  readonly key: string
  /** From 1, counting by one. */
  readonly version: number
  readonly state: string
  /** The users who may see it. */
  readonly owners?: readonly string[]
  /** The mutation that made it; none, or none of this browser's, for a change made elsewhere: another device, a webhook. */
  readonly by?: string
  /** The URLs in whose answers the resource appears from this version on: one that lacks it is from before. */
  readonly listedIn?: readonly string[]
  /** Of all that is sent of it, to find bodies that are not the server's. */
  readonly digest?: string
}

/** One resource in an answer. */
export interface Item {
  readonly key: string
  readonly version: number
  readonly state?: string
  /** The user for whom the body says that it was made. */
  readonly owner?: string
  /** It says only that it is being asked for, so it claims nothing. */
  readonly masked?: boolean
  readonly digest?: string
}

/** A read by a page. */
export interface Read {
  /** Sent as `X-Request-Id`: a request at the server that bears it was caused by this read, though it may not have answered it. */
  readonly id: string
  readonly tab: string
  /** One login: another login of the same user is another session. */
  readonly session: string
  /** @default the session */
  readonly user?: string
  /** Without cache-busting parameters. */
  readonly url: string
  /** Before the page called. */
  readonly begin: number
  /** After it had the whole body, or the failure. */
  readonly end: number
  /** `aborted`: by the page itself. */
  readonly outcome: 'served' | 'failed' | 'aborted'
  readonly status?: number
  readonly items: readonly Item[]
  readonly mode?: Mode
  /** s; of `Cache-Control: max-age` as the page sent it. */
  readonly maxAge?: number
  readonly source?: Source
  /** False: the page was out of the worker's reach. @default true */
  readonly controlled?: boolean
}

export type Mode = 'default' | 'no-cache' | 'reload' | 'no-store' | 'force-cache' | 'only-if-cached'

/** What the answer says of itself: `Cache-Status` (RFC 9211), `Age`, `Payment-Sync-As-Of`. */
export interface Source {
  readonly from: 'store' | 'network'
  readonly collapsed?: boolean
  readonly detail?: string
  /** s */
  readonly age?: number
  readonly asOf?: number
}

/** A request of a page that changes something. */
export interface Mutation {
  /** Sent as `X-Request-Id`. */
  readonly id: string
  readonly tab: string
  readonly session: string
  readonly begin: number
  /** When the page had the answer or the failure; null: it never had. */
  readonly end: number | null
  /** `abandoned`: by the page itself, which closed or aborted. */
  readonly outcome: 'answered' | 'failed' | 'abandoned'
  readonly status?: number
  /** The resources that it is about. */
  readonly keys: readonly string[]
  /** What pages are to be told was invalidated. Undefined: nothing is demanded (G5), anything may be refetched (G9). */
  readonly groups?: readonly string[]
  /** Each time the server did it; a recorded answer given again is none. */
  readonly executions: readonly Span[]
  /** It ended one session of this browser and began another. */
  readonly boundary?: { readonly from: string; readonly to: string }
  readonly source?: Source
  /** False: neither the worker nor the page client had a part in it. @default true */
  readonly controlled?: boolean
}

/** A request that the API saw, from this browser. */
export interface ServerRequest {
  /** `X-Request-Id`, of a read or a mutation. */
  readonly id?: string
  readonly method: string
  readonly url: string
  /** Whose data it was given. */
  readonly session: string
  /** When it was sent or, where that isn't known, when it came. */
  readonly start: number
  /** When its answer had reached the browser (or, where that isn't known, was handed to the network), or the connection broke. */
  readonly end: number | null
  /** Null: there was no answer. */
  readonly status: number | null
  /** When the server read its database: then it confirmed what it answered. @default somewhere between start and end */
  readonly readAt?: number
  /** What it confirmed, with a 304 too. Undefined: not recorded. */
  readonly items?: readonly Pick<Item, 'key' | 'version'>[]
  /** The answer didn't reach the browser. */
  readonly lost?: boolean
  /** @default what the read of this id says */
  readonly mode?: Mode
  /**
   * It was sent for reads of these URLs, of one of which it bears the id, and is judged as a request to each of them; what it
   * was answered says nothing of the others.
   */
  readonly parts?: readonly Part[]
}

/** What a request for many says of one of them: undefined where it was answered nothing that says how things are. */
export interface Part {
  readonly url: string
  readonly items?: ServerRequest['items']
}

export interface PageEvent {
  readonly tab: string
  readonly at: number
  readonly is: 'opened' | 'frozen' | 'resumed' | 'closed'
}

/** What a page was told: `*` is everything. */
export interface Notice {
  readonly tab: string
  readonly at: number
  readonly groups: readonly string[]
}

/** One that no mutation here stands for: by hand, or from the live channel. It ran somewhere in the span. */
export interface Invalidation extends Span {
  readonly groups: readonly string[]
}

/** What a page put on screen. */
export interface Shown {
  readonly tab: string
  readonly at: number
  readonly key: string
  readonly version: number
  readonly masked?: boolean
  /** Where on the page, if there is more than one place. */
  readonly place?: string
}

/**
 * What the test did to the browser: `network` cut or failing, `store` failing or deleted, `worker` stopped, `takeover` by
 * another run of it while it lives, `clock` moved.
 */
export interface Trouble extends Span {
  readonly what: 'network' | 'store' | 'worker' | 'takeover' | 'clock'
  /** ms by which the wall clock was set forward; negative: back. */
  readonly setBy?: number
}

export type Guarantee = 'G1' | 'G2' | 'G3' | 'G4' | 'G5' | 'G7' | 'G8' | 'G9'

export type Evidence = Read | Write | Mutation | ServerRequest | PageEvent | Notice | Invalidation | Shown | Trouble

export interface Violation {
  readonly guarantee: Guarantee
  /** Who did what when, and why that can't be. */
  readonly story: string
  readonly events: readonly Evidence[]
}
