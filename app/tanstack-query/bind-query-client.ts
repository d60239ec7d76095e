import type { PaymentSyncClient } from '../client/client.ts'
import { pathOf } from '../client/path-of.ts'
import { createSpaced } from '../client/spaced.ts'
import { touches, type Change } from '../client/subscribers.ts'
import type { AnyQuery, AnyQueryClient, QueryContext, QueryFunction, QueryOptions } from './any-query-client.ts'
import { createRuns, isOvertaken, noteAsOf, type Run } from './runs.ts'

export interface BindOptions {
  /**
   * What a query is about, by its key, its `meta` and, once there is one, its data: groups of the policy. Undefined: it is
   * none of ours, and left alone.
   * @default `meta.groups`; for a query without, `*`: every change concerns it
   * @example ({ queryKey: [kind, id] }) => (kind === 'booking' ? [`booking:${id}`] : undefined)
   */
  readonly groups?: (query: DescribedQuery) => readonly string[] | undefined
}

export type DescribedQuery = Pick<AnyQuery, 'queryKey' | 'meta'> & { readonly data?: unknown }

export interface BoundQueries {
  /**
   * `fetch` for query functions, where they hand on their `signal`: a refetch that a change caused is then one request for
   * all tabs, and what has seen a change already is not asked for again.
   * @example queryFn: ({ signal }) => bound.fetch('/api/bookings', { signal }).then((response) => response.json())
   */
  readonly fetch: typeof fetch
  /** Lets go of the query client. */
  stop(): void
}

/** After so many answers that were overtaken as they came, the last is taken: the notice of the change asks again. */
const MOST_REPEATS = 2

/**
 * ms. That there is a newer answer is told of each answer that differs, also of the one that a query asks for because it was
 * told: where every answer differs (by a time in it, say), the two would chase each other. By our `fetch` they can't.
 */
const BETWEEN_UPDATES = 30_000

/**
 * Keeps the queries of an app right, as they are: one that a change concerns asks again, in every tab; an answer from before
 * a change is not shown; a session's end takes its data away. While the live channel is connected, queries whose groups are
 * named don't poll.
 *
 * @example
 * const sync = registerPaymentSync({ live: '/api/events' })
 * bindQueryClient(queryClient, sync, { groups: ({ queryKey: [kind, id] }) => (kind === 'booking' ? [`booking:${id}`] : undefined) })
 */
export function bindQueryClient(
  client: AnyQueryClient,
  sync: PaymentSyncClient,
  options: BindOptions = {},
): BoundQueries {
  const { groups = groupsInMeta } = options
  const runs = createRuns()
  const noticed = new Set<string>()
  const latest = new Map<string, Run>()
  const ours = new WeakSet<object>()
  /** The as-of of what each shows, where it is known. */
  let shown = new WeakMap<AnyQuery, number>()
  /** Where each asks, as far as that is known. */
  const paths = new WeakMap<AnyQuery, ReadonlySet<string>>()
  const defaultQueryOptions = client.defaultQueryOptions.bind(client)

  const groupsOf = ({ queryKey, meta, state }: AnyQuery): readonly string[] =>
    groups({ queryKey, meta, data: state.data }) ?? (options.groups ? [] : ['*'])

  const concerns = (query: AnyQuery, change: Change): boolean => {
    const wanted = groupsOf(query)
    return wanted.length > 0 && touches(wanted, change.groups)
  }

  /** Whether what it shows was asked for after the change. */
  const hasSeen = (query: AnyQuery, { asOf }: Change): boolean => {
    return asOf !== undefined && (shown.get(query) ?? -1) >= asOf
  }

  /** That there is a newer answer elsewhere: of a list, say, that is about sixty bookings, of which one was changed. */
  const isElsewhere = (query: AnyQuery, { reason, url }: Change): boolean =>
    reason === 'updated' && url !== undefined && paths.get(query)?.has(pathOf(url)) === false

  const mayFollowAgain = createSpaced(BETWEEN_UPDATES, (query: AnyQuery) => {
    void client.invalidateQueries({ predicate: (each) => each === query })
  })
  const mayFollow = (query: AnyQuery): boolean => shown.has(query) || mayFollowAgain(query)

  function onChange(change: Change): void {
    runs.tell(change)
    if (change.reborn) shown = new WeakMap()
    const touched = new Set(
      client
        .getQueryCache()
        .findAll()
        .filter((query) => concerns(query, change) && !hasSeen(query, change) && !isElsewhere(query, change)),
    )
    if (change.reason === 'updated') for (const query of touched) if (!mayFollow(query)) touched.delete(query)
    if (touched.size === 0) return
    if (change.asOf !== undefined) for (const { queryHash } of touched) noticed.add(queryHash)
    const matching = { predicate: (query: AnyQuery) => touched.has(query) }
    // What a session showed, nobody after it may see, not even while the next answer is on its way.
    void (change.reason === 'session' ? client.resetQueries(matching) : client.invalidateQueries(matching))
  }

  /** The query function, asked again where its answer was overtaken on its way. */
  const guarded =
    (queryFn: QueryFunction, queryHash: string): QueryFunction =>
    async (context) => {
      const query = client.getQueryCache().get(queryHash)
      let isNoticed = noticed.delete(queryHash)
      for (let repeats = 0; ; repeats += 1) {
        const run = runs.begin(isNoticed)
        latest.set(queryHash, run)
        try {
          const data: unknown = await queryFn(withRun(context, run))
          // Asked again meanwhile: TanStack Query waits for that one, and drops this.
          if (!query || latest.get(queryHash) !== run) return data
          if (repeats < MOST_REPEATS && isOvertaken(run, (change) => concerns(query, change))) {
            isNoticed = true
            continue
          }
          if (run.paths.size > 0) paths.set(query, run.paths)
          if (run.asOf !== undefined) shown.set(query, run.asOf)
          else shown.delete(query)
          return data
        } finally {
          runs.end(run)
          if (latest.get(queryHash) === run) latest.delete(queryHash)
        }
      }
    }

  /** Whoever reads the signal has asked to be aborted: so it is read only when the query function does. */
  const withRun = (context: QueryContext, run: Run): QueryContext =>
    Object.create(context, {
      signal: {
        enumerable: true,
        get() {
          runs.bySignal.set(context.signal, run)
          return context.signal
        },
      },
    }) as QueryContext

  /** A query whose groups are named needs no poll while changes are told. */
  const unlessTold = (interval: unknown, described: DescribedQuery) => (query: unknown) => {
    if (sync.live === 'connected' && groups(described)?.length) return false
    return typeof interval === 'function' ? (interval as (query: unknown) => unknown)(query) : interval
  }

  client.defaultQueryOptions = (given) => {
    const made = defaultQueryOptions(given) as QueryOptions
    const { queryFn, queryHash, queryKey = [], meta, refetchInterval } = made
    if (typeof queryFn !== 'function' || queryHash === undefined || ours.has(queryFn)) return made
    const ourFn = guarded(queryFn as QueryFunction, queryHash)
    ours.add(ourFn)
    const ourInterval = refetchInterval ? { refetchInterval: unlessTold(refetchInterval, { queryKey, meta }) } : {}
    return { ...made, queryFn: ourFn, ...ourInterval }
  }

  /** Intervals are reckoned anew when options are set. */
  function onState(): void {
    for (const { observers } of client.getQueryCache().findAll()) {
      for (const observer of observers) observer.setOptions(observer.options as never)
    }
  }

  const stops = [sync.subscribe({ groups: ['*'] }, onChange), sync.subscribeState(onState)]

  return {
    async fetch(input, init) {
      const run = init?.signal ? runs.bySignal.get(init.signal) : undefined
      const response = await sync.fetch(input, run?.isNoticed ? { cache: 'force-cache', ...init } : init)
      run?.paths.add(pathOf(input instanceof Request ? input.url : String(input)))
      if (run) noteAsOf(run, response)
      return response
    },
    stop() {
      client.defaultQueryOptions = defaultQueryOptions
      for (const stop of stops) stop()
    },
  }
}

function groupsInMeta({ meta }: DescribedQuery): readonly string[] | undefined {
  const groups = meta?.['groups']
  return Array.isArray(groups) ? (groups as readonly string[]) : undefined
}
