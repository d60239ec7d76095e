import type { Item, Read, ServerRequest } from './history.ts'
import type { Confirmation, Lane, Seen } from './lane.ts'
import type { Rules } from './rules.ts'

/** Walks through one lane, and notes for each item of each read what the server had said by then. */
export function confirm(lane: Lane, readById: ReadonlyMap<string, Read>, slack: number): void {
  const { requests, byEnd } = lane
  if (requests.length === 0) return
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
        const isLater = !before || before.at <= at
        versions[version] = { asked: isLater ? request.start : before.asked, at: isLater ? at : before.at, arrived }
      }
    }
    seen.lastArrival = lastArrival
    seen.confirmations = items.map(({ key, version }) => known.get(key)?.[version])
  }
}

/** Whether it went past the worker to the browser's own HTTP cache, which knows neither sessions nor changes. */
export const asksOwnCache = ({ controlled, mode }: Read): boolean =>
  controlled === false && (mode === 'force-cache' || mode === 'only-if-cached')

/** An answer that says how things are, and came. */
export const isAnswer = ({ status, lost }: ServerRequest): boolean =>
  (status === 200 || status === 304) && lost !== true

/**
 * Whether a claim of a read was served from the store: it says so itself, or no answer of the server that says the same
 * came while the page waited. (Not in another session either: a read that overlaps a login may be answered in that.)
 */
export function isFromStore(
  { lanes, rules }: Answers,
  { read, lane, confirmations, lastArrival }: Seen,
  at: number,
): boolean {
  if (read.source?.from === 'store') return true
  const item = read.items[at]
  const since = read.begin - rules.slack
  // What isn't there was confirmed by any answer.
  const arrived = item ? (confirmations[at]?.arrived ?? Number.NEGATIVE_INFINITY) : lastArrival
  if (arrived >= since) return false
  return !lanes.some(
    (other) =>
      other.url === read.url &&
      other !== lane &&
      endedIn(other, since, read.end + rules.slack).some((request) => isAnswer(request) && says(request, item)),
  )
}

interface Answers {
  readonly lanes: readonly Lane[]
  readonly rules: Rules
}

const says = ({ items = [] }: ServerRequest, item: Item | undefined): boolean =>
  item === undefined || items.some(({ key, version }) => key === item.key && version === item.version)

/** The requests of a lane that ended in the span: they are sorted by that. */
export function endedIn({ requests }: Lane, from: number, until: number): ServerRequest[] {
  let [low, high] = [0, requests.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (((requests[middle] as ServerRequest).end as number) < from) low = middle + 1
    else high = middle
  }
  const found: ServerRequest[] = []
  for (let at = low; at < requests.length; at += 1) {
    const request = requests[at] as ServerRequest
    if ((request.end as number) > until) break
    found.push(request)
  }
  return found
}
