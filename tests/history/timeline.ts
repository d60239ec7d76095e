import type { History, Item, Mutation, Read, ServerRequest, Trouble, Write } from './history.ts'
import { confirm } from './confirmations.ts'
import type { Lane, Seen } from './lane.ts'
import { ruleFor, type Rules } from './rules.ts'

/** A history, sorted once, so that each check is a walk over it. */
export interface Timeline {
  readonly history: History
  readonly rules: Rules
  /** Of each resource; version n is at n - 1. */
  readonly versions: ReadonlyMap<string, readonly (Write | undefined)[]>
  readonly writesBy: ReadonlyMap<string, readonly Write[]>
  readonly readById: ReadonlyMap<string, Read>
  readonly byBegin: readonly Seen[]
  readonly lanes: readonly Lane[]
  /** The GETs, by start. */
  readonly sent: readonly Sent[]
}

export interface Sent {
  readonly request: ServerRequest
  readonly lane: Lane
}

/** Sorts and groups. */
export function timelineOf(history: History): Timeline {
  const { rules, reads, requests } = history
  const versions = versionsOf(history.writes)
  const listed = history.writes.filter(({ listedIn }) => listedIn !== undefined)
  const bySession = new Map<string, Map<string, Lane>>()
  const lanes: Lane[] = []
  const laneOf = (session: string, url: string): Lane => {
    let urls = bySession.get(session)
    if (!urls) bySession.set(session, (urls = new Map()))
    let lane = urls.get(url)
    if (!lane) {
      lane = { url, session, rule: ruleFor(rules, url), byBegin: [], byEnd: [], requests: [] }
      urls.set(url, lane)
      lanes.push(lane)
    }
    return lane
  }

  const byBegin = sorted(reads, (read) => read.begin).map((read): Seen => {
    const lane = laneOf(read.session, read.url)
    const seen = {
      read,
      lane,
      claims: claimsOf(read, listed),
      confirmations: [],
      lastArrival: Number.NEGATIVE_INFINITY,
    }
    lane.byBegin.push(seen)
    return seen
  })
  for (const seen of sorted(byBegin, ({ read }) => read.end)) seen.lane.byEnd.push(seen)
  const gets = requests.flatMap((request) =>
    request.method === 'GET' ? [{ request, lane: laneOf(request.session, request.url) }] : [],
  )
  const sent = sorted(gets, ({ request }) => request.start)
  for (const { request, lane } of sorted(gets, ({ request }) => endOf(request))) {
    if (request.end !== null) lane.requests.push(request)
  }

  const readById = new Map(reads.map((read) => [read.id, read]))
  for (const lane of lanes) confirm(lane, readById, rules.slack)
  return { history, rules, versions, writesBy: writesBy(history.writes), readById, byBegin, lanes, sent }
}

/** In order already, as most recordings are, it costs one look. */
export function sorted<Each>(list: readonly Each[], time: (each: Each) => number): readonly Each[] {
  for (let at = 1; at < list.length; at += 1) {
    if (time(list[at - 1] as Each) > time(list[at] as Each)) return [...list].sort((a, b) => time(a) - time(b))
  }
  return list
}

export const endOf = ({ end }: ServerRequest): number => end ?? Number.POSITIVE_INFINITY

/** Whether a mutation's answer doesn't tell if it was done: whoever answered for the server doesn't know either (502, 504). */
export const isUnknown = ({ outcome, status }: Mutation): boolean =>
  outcome === 'failed' || (outcome === 'answered' && (status === 502 || status === 504))

/** What happened to the browser in the span, in one way. */
export function troublesIn(
  { history, rules }: Timeline,
  what: Trouble['what'],
  from: number,
  until: number,
): Trouble[] {
  return history.troubles.filter(
    (trouble) => trouble.what === what && trouble.from <= until + rules.slack && trouble.until >= from - rules.slack,
  )
}

function versionsOf(writes: readonly Write[]): Map<string, Write[]> {
  const versions = new Map<string, Write[]>()
  for (const write of writes) {
    const known = versions.get(write.key)
    if (known) known[write.version - 1] = write
    else {
      const first: Write[] = []
      first[write.version - 1] = write
      versions.set(write.key, first)
    }
  }
  return versions
}

function writesBy(writes: readonly Write[]): Map<string, Write[]> {
  const by = new Map<string, Write[]>()
  for (const write of writes) {
    if (write.by === undefined) continue
    const known = by.get(write.by)
    if (known) known.push(write)
    else by.set(write.by, [write])
  }
  return by
}

const nothing: readonly Item[] = []

/** A whole answer to a list says something of what it lacks, too. */
function claimsOf(
  { url, session, user = session, outcome, status = 200, items }: Read,
  listed: readonly Write[],
): readonly Item[] {
  if (outcome !== 'served' || status !== 200) return nothing
  if (listed.length === 0) return items
  const lacking = listed.filter(({ listedIn, owners }) => listedIn?.includes(url) && (owners?.includes(user) ?? true))
  if (lacking.length === 0) return items
  const has = new Set(items.map(({ key }) => key))
  const absent = lacking.filter(({ key }) => !has.has(key))
  return absent.length === 0 ? items : [...items, ...absent.map(({ key, version }) => ({ key, version: version - 1 }))]
}
