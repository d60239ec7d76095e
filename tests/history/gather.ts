import type { ApiRecord } from './api-record.ts'
import type { History, Invalidation, Mode, Trouble } from './history.ts'
import type { PageRecords } from './recorder.ts'
import type { Rules } from './rules.ts'

/** What a test knows, beside what pages and the API recorded. */
export interface Known {
  readonly rules: Rules
  /** Those of this browser, as the API names them. @default all */
  readonly sessions?: readonly string[]
  readonly invalidations?: readonly Invalidation[]
  readonly troubles?: readonly Trouble[]
  /** @default ['t', '_'] */
  readonly bustParameters?: readonly string[]
}

/** Puts one history together. */
export function gather(api: ApiRecord, pages: readonly PageRecords[], known: Known): History {
  const { rules, sessions, invalidations = [], troubles = [], bustParameters = ['t', '_'] } = known
  const reads = pages.flatMap((page) => page.reads)
  const mutations = pages.flatMap((page) => page.mutations)
  // What the provider or another browser asked is no affair of this one's.
  const requests = api.requests.filter(({ session }) => sessions?.includes(session) ?? true)
  const key = (url: string): { url: string; mode?: Mode } => urlKey(url, bustParameters)
  return {
    rules,
    start: Math.min(...requests.map(({ start }) => start), ...reads.map(({ begin }) => begin)),
    end: performance.timeOrigin + performance.now(),
    writes: api.writes,
    reads: reads.map((read) => ({ ...read, ...key(read.url) })),
    mutations: mutations.map((mutation) => ({ ...mutation, executions: api.executions.get(mutation.id) ?? [] })),
    requests: requests.map((request) => ({ ...request, ...key(request.url) })),
    pages: pages.flatMap((page) => page.pages),
    notices: pages.flatMap((page) => page.notices),
    shown: pages.flatMap((page) => page.shown),
    invalidations,
    troubles,
  }
}

/** A URL as a key of the store: without origin and fragment, and without what busts caches, which says `reload` instead. */
function urlKey(text: string, bustParameters: readonly string[]): { url: string; mode?: Mode } {
  const url = new URL(text, 'http://localhost')
  const busts = bustParameters.filter((name) => url.searchParams.has(name))
  if (busts.length === 0) return { url: url.pathname + url.search }
  for (const name of busts) url.searchParams.delete(name)
  return { url: url.pathname + url.search, mode: 'reload' }
}
