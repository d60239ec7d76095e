import type { Read, ServerRequest } from './history.ts'
import type { Confirmation, Lane, Seen } from './lane.ts'

/** Walks through one lane, and notes for each item of each read what the server had said by then. */
export function confirm(lane: Lane, readById: ReadonlyMap<string, Read>, slack: number): void {
  const { requests, byEnd } = lane
  const known = new Map<string, (Confirmation | undefined)[]>()
  let next = 0
  let lastArrival = Number.NEGATIVE_INFINITY
  for (const seen of byEnd) {
    const { items, end } = seen.read
    for (; next < requests.length; next += 1) {
      const request = requests[next] as ServerRequest
      const arrived = request.end as number
      if (arrived > end + slack) break
      if (!isAnswer(request)) continue
      lastArrival = arrived
      // What went past the worker it can't have kept, though the one who asked has it.
      const kept = request.id === undefined || readById.get(request.id)?.controlled !== false
      const at = kept ? (request.readAt ?? arrived) : Number.NEGATIVE_INFINITY
      for (const { key, version } of request.items ?? []) {
        let versions = known.get(key)
        if (!versions) known.set(key, (versions = []))
        const before = versions[version]
        versions[version] = { at: before && before.at > at ? before.at : at, arrived }
      }
    }
    seen.lastArrival = lastArrival
    seen.confirmations = items.map(({ key, version }) => known.get(key)?.[version])
  }
}

/** An answer that says how things are, and came. */
export const isAnswer = ({ status, lost }: ServerRequest): boolean =>
  (status === 200 || status === 304) && lost !== true

/**
 * Whether a claim of a read was served from the store: it says so itself, or no answer of the server that says the same
 * came while the page waited.
 */
export function isFromStore({ read, confirmations, lastArrival }: Seen, at: number, slack: number): boolean {
  if (read.source?.from === 'store') return true
  // What isn't there was confirmed by any answer.
  const arrived = at < read.items.length ? (confirmations[at]?.arrived ?? Number.NEGATIVE_INFINITY) : lastArrival
  return arrived < read.begin - slack
}
