import type { CompiledBatch, CompiledField, CompiledPolicy, MutationRoute, ReadRoute } from './policy/compile-policy.ts'
import type { RequestMode } from './policy/request-mode.ts'

export type { CompiledBatch, CompiledField, CompiledPolicy }

/** Where a request belongs: a partition of the store. Nothing is shared across sessions. */
export interface Session {
  /** `epoch.headers.credentials`; readable in the Application panel. */
  readonly id: string
  /** Counts the beginnings and ends of sessions in this browser. */
  readonly epoch: number
  /** Told apart by a header such as `Authorization`, not by the cookie. */
  readonly byHeader: boolean
}

/** What we have promised about one request. Decided once; everyone after only reads it. */
export interface Plan extends RequestMode {
  readonly request: Request
  readonly clientId: string
  readonly session: Session
  readonly route: ReadRoute
  /** Without the parameters that mean nothing, lists sorted. */
  readonly url: string
  /** Of the entry: session and URL. */
  readonly key: string
  /** Reads with the same one may share a request: the key, and whatever else could make the answer differ. */
  readonly flightKey: string
  /** What the answer is about, as far as the URL tells. */
  readonly knownGroups: readonly string[]
  /** More groups are told by the body: until then, assume that any invalidation hits. */
  readonly groupsInBody: boolean
  /** Named groups of the URL pattern, decoded. */
  readonly path: Readonly<Record<string, string | undefined>>
}

/** A request that changes something, or whose navigation begins or ends a session. */
export interface MutationMatch {
  readonly request: Request
  /** Undefined: no rule names it. Assume the worst. */
  readonly route: MutationRoute | undefined
  readonly path: Readonly<Record<string, string | undefined>>
}
