/**
 * The policy is data: what is answered, from where, for how long, and what each change makes wrong. JSON-serialisable,
 * checked once when the worker starts. Times are in ms, sizes in bytes.
 */
export interface Policy {
  /** The name of the cache in `Cache-Status` (RFC 9211). */
  readonly name: string
  /** How the answers of a route are kept and served, by the name that routes say. */
  readonly classes: Readonly<Record<string, ClassPolicy>>
  /** GET requests that are answered; the first match wins. */
  readonly routes: readonly ReadRule[]
  /** Requests that change something; the first match wins. */
  readonly mutations: readonly MutationRule[]
  /** Unsafe requests below these, with no rule, invalidate everything of their session. */
  readonly watch: readonly string[]
  /** Parts of an answer that age faster than the rest of it: the payment inside a booking. */
  readonly agingFields: readonly AgingField[]
  /** Who may get masked fields; others wait as for the field's class. */
  readonly maskFor: 'client-pages' | 'every-page' | 'nobody'
  /** Parameters that say *ask the network*, and are no part of the key. */
  readonly bustParameters: readonly string[]
  /** Parameters without a meaning for the answer. */
  readonly ignoreParameters: readonly string[]
  /** Request headers that tell sessions apart, beside the cookie. */
  readonly sessionHeaders: readonly string[]
  /** Request headers that never make two requests different. */
  readonly ignoreHeaders: readonly string[]
  /** Where an answer says whose it is, such as `user.id`: another value ends the session. */
  readonly identity?: Identity
  /** Methods for which the API executes one `Idempotency-Key` once: a request whose answer got lost with the worker may be sent again. */
  readonly idempotentMethods: readonly string[]
  /** Origins of APIs whose CORS policy allows `If-None-Match`. */
  readonly conditionalOrigins: readonly string[]
  /** Of the store; what is used least goes first. */
  readonly limits: Limits
}

export interface ClassPolicy {
  /** Who is asked first: the network; the store, and the network behind it; the store alone, until the TTL is over. */
  readonly strategy: 'network-first' | 'stale-while-revalidate' | 'cache-first'
  /** How long an answer may be served after the server last confirmed it. */
  readonly ttl: number
  /**
   * network-first: how long the network may take before a valid entry is served instead.
   *
   * @default 3_000
   */
  readonly timeout: number
  /**
   * stale-while-revalidate: no background request for an entry younger than this.
   *
   * @default 30_000
   */
  readonly revalidateAfter: number
  /**
   * Whether an entry may be served by a later run of the worker: no clock that can't be moved spans a restart.
   *
   * @default false
   */
  readonly outlivesRun: boolean
}

export interface ReadRule {
  /** `URLPattern` syntax: a pathname, or a whole URL for an API of another origin. */
  readonly url: string
  /** One of `classes`. */
  readonly class: string
  /** What the answer is about: templates, see below. */
  readonly groups: readonly string[]
  /** Which states in the answer tell of changes made elsewhere. */
  readonly states?: StateRule
  /** How reads of one thing each are asked for together. */
  readonly batch?: BatchRule
  /**
   * A 401 on this route does not end the session.
   *
   * @default false
   */
  readonly keepsSession: boolean
}

/** Which states in a route's answers tell of changes made elsewhere: one that differs from the last answer's. */
export interface StateRule {
  /** The items of the body; empty for the body itself. */
  readonly each: string
  /** The state inside the item. */
  readonly field: string
  /** What a change of it makes wrong; `body` is the item. */
  readonly groups: readonly string[]
}

/**
 * How reads of one thing each, from any tab, are asked for together. Each gets its item, stored and judged as the answer to
 * its own URL; where there is none, or the request fails, it asks for itself.
 */
export interface BatchRule {
  /** Answers many at once, at the origin of the route. */
  readonly url: string
  /** The query parameter of it that takes the ids, with commas between. */
  readonly ids: string
  /** The parameter or named group in the URL of one that is its id. One whose URL says anything else is asked for alone. */
  readonly id: string
  /** The items of the body: each says, as JSON, what its own URL would answer. */
  readonly each: string
  /** The id inside the item. Of two with the same, neither counts. */
  readonly field: string
  /**
   * How many are asked for at once: URLs have an end, and so has an answer (`limits.entryBytes`).
   *
   * @default 50
   */
  readonly most: number
  /**
   * How long the first waits for others.
   *
   * @default 10
   */
  readonly within: number
}

export interface MutationRule {
  /** As a route's. */
  readonly url: string
  /**
   * `["*"]`: any method, navigations included (they are watched, never answered).
   *
   * @default every unsafe method
   */
  readonly methods: readonly string[]
  /** What it makes wrong, once it is answered: templates; `*` is everything. An empty list: it is not touched, as analytics. */
  readonly invalidates: readonly string[]
  /** It begins or ends a session: nothing that was fetched before is served after it. */
  readonly session?: 'starts' | 'ends'
  /**
   * Watched, never answered: keeps upload progress and streams.
   *
   * @default false
   */
  readonly observe: boolean
}

export interface AgingField {
  /** The object in the body that ages faster than the rest: `bookings[].payment`. Missing is as much a state as any. */
  readonly path: string
  /** The property of it that is replaced while the truth is being asked for. */
  readonly status: string
  /** What stands there meanwhile. */
  readonly masked: string
  /** The class whose TTL it obeys. */
  readonly class: string
  /**
   * Also masked when one of these was invalidated.
   *
   * @default none
   */
  readonly groups: readonly string[]
}

/** Where an answer says whose it is; the header goes first. */
export interface Identity {
  /** Of the answer's JSON. */
  readonly field?: string
  /** Of the answer. */
  readonly header?: string
}

/** Of the store. */
export interface Limits {
  /** The most of one answer; a larger one streams, and isn't stored. */
  readonly entryBytes: number
  /** The most of all. */
  readonly totalBytes: number
  /** How many answers. */
  readonly entries: number
}

type Without<Value, Field extends keyof Value> = Omit<Value, Field> & Partial<Pick<Value, Field>>
type WrittenBatch = Without<BatchRule, 'most' | 'within'>
type WrittenRoute = Without<Omit<ReadRule, 'batch'>, 'keepsSession'> & { readonly batch?: WrittenBatch }
type WrittenClass = Without<ClassPolicy, 'timeout' | 'revalidateAfter' | 'outlivesRun'>

/** A whole policy as people write it: what has a default may be left out. */
export interface WrittenPolicy extends Omit<Policy, 'classes' | 'routes' | 'mutations' | 'agingFields'> {
  readonly classes: Readonly<Record<string, WrittenClass>>
  readonly routes: readonly WrittenRoute[]
  readonly mutations: readonly Without<MutationRule, 'methods' | 'observe'>[]
  readonly agingFields: readonly Without<AgingField, 'groups'>[]
}

/** What an app says: only what differs from the default policy. Classes and limits are merged, lists are replaced. */
export interface PolicyChanges extends Partial<Omit<WrittenPolicy, 'classes' | 'limits'>> {
  readonly classes?: Readonly<Record<string, Partial<ClassPolicy>>>
  readonly limits?: Partial<Limits>
}
