import type { History, Item, Mutation, Read, ServerRequest } from './history.ts'

/** How stories are told: seconds from the start, names that a person can look up in the history. */
export interface Teller {
  /** `3.210`, without a unit. */
  time(at: number): string
  /** `from 3.210 to 3.214 s` */
  span(span: { readonly begin: number; readonly end: number | null }): string
  /** `Tab B read payment:7 as version 1 (PENDING) from 3.210 to 3.214 s, from the store` */
  read(read: Read, item: Item): string
  /** `tab A had the answer to its mutation m3` */
  mutation(mutation: Mutation): string
  /** `GET /api/bookings (r4, 0.100 to 0.200 s)` */
  request(request: ServerRequest): string
  /** `version 2 (ESCROW) of payment:7` */
  version(key: string, version: number): string
}

export function teller({ start = 0, writes }: History): Teller {
  const time = (at: number): string => ((at - start) / 1_000).toFixed(3)
  const stateOf = (key: string, version: number): string | undefined =>
    writes.find((write) => write.key === key && write.version === version)?.state
  const named = (version: number, state: string | undefined): string =>
    version === 0 ? 'missing' : `version ${version}${state === undefined ? '' : ` (${state})`}`
  const span: Teller['span'] = ({ begin, end }) =>
    end === null ? `from ${time(begin)} s on` : `from ${time(begin)} to ${time(end)} s`
  return {
    time,
    span,
    read(read, { key, version, state, masked }) {
      const what = masked === true ? `masked version ${version}` : named(version, state ?? stateOf(key, version))
      const from = { store: ', from the store', network: ', from the network', unknown: '' }[
        read.source?.from ?? 'unknown'
      ]
      return `Tab ${read.tab} read ${key} as ${what} ${span(read)}${from}`
    },
    mutation: ({ id, tab, outcome, status }) =>
      outcome === 'answered'
        ? `tab ${tab} had the answer${status === 502 || status === 504 ? ` ${status}` : ''} to its mutation ${id}`
        : `tab ${tab} saw its mutation ${id} fail`,
    request: ({ id, method, url, start: begin, end }) => {
      const until = end === null ? 'never answered' : `to ${time(end)} s`
      return `${method} ${url} (${id === undefined ? '' : `${id}, `}${time(begin)} ${until})`
    },
    version: (key, version) => `${named(version, stateOf(key, version))} of ${key}`,
  }
}

/** `3.5 s`, `12 ms` */
export function duration(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${Number((ms / 1_000).toFixed(3))} s`
}

/** `a, b and c` */
export function list(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
