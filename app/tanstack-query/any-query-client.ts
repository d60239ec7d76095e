/**
 * What we need of TanStack Query, so that its adapters for React, Vue, Solid and Svelte all do, and nothing of it must be
 * installed twice.
 */
export interface AnyQueryClient {
  /** Every query's options pass through here, whoever makes it. */
  defaultQueryOptions(options: object): object
  getQueryCache(): { get(queryHash: string): AnyQuery | undefined; findAll(): readonly AnyQuery[] }
  invalidateQueries(filters: Matching): Promise<void>
  resetQueries(filters: Matching): Promise<void>
}

interface Matching {
  readonly predicate: (query: AnyQuery) => boolean
}

export interface AnyQuery {
  readonly queryKey: readonly unknown[]
  readonly queryHash: string
  readonly meta?: Readonly<Record<string, unknown>> | undefined
  readonly state: { readonly data: unknown }
  readonly observers: readonly { readonly options: object; setOptions(options: never): void }[]
}

/** What a query function is given. */
export interface QueryContext {
  readonly signal: AbortSignal
}

export type QueryFunction = (context: QueryContext) => unknown

/** Of a query's options, those that matter here. */
export interface QueryOptions {
  readonly queryHash?: string
  readonly queryKey?: readonly unknown[]
  readonly meta?: Readonly<Record<string, unknown>>
  readonly queryFn?: unknown
  readonly refetchInterval?: unknown
}
