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
  /** The GETs, by start, and by end. */
  readonly sent: readonly Sent[]
  readonly ended: readonly Sent[]
}

export interface Sent {
  readonly request: ServerRequest
  readonly lane: Lane
}

/** Sorts and groups. Loops, not chains: a million histories are to be judged. */
export function timelineOf(history: History): Timeline {
  const { rules, reads, requests, writes } = history
  const listed = listedAt(writes)
  const lanes = new Lanes(rules)
  const readById = new Map<string, Read>()
  const byBegin: Seen[] = []
  for (const read of sorted(reads, beginOf)) {
    readById.set(read.id, read)
    const lane = lanes.of(read.session, read.url)
    const seen = {
      read,
      lane,
      claims: claimsOf(read, listed.get(read.url)),
      confirmations: none,
      lastArrival: Number.NEGATIVE_INFINITY,
    }
    lane.byBegin.push(seen)
    byBegin.push(seen)
  }
  for (const seen of sorted(byBegin, endOfRead)) seen.lane.byEnd.push(seen)

  const gets: Sent[] = []
  for (const request of requests.flatMap((each) => byPart(each, readById))) {
    if (request.method === 'GET') gets.push({ request, lane: lanes.of(request.session, request.url) })
  }
  const ended = sorted(gets, ({ request }) => endOf(request))
  for (const { request, lane } of ended) if (request.end !== null) lane.requests.push(request)
  for (const lane of lanes.all) confirm(lane, readById, rules.slack)
  return {
    history,
    rules,
    versions: versionsOf(writes),
    writesBy: writesBy(writes),
    readById,
    byBegin,
    lanes: lanes.all,
    sent: sorted(gets, ({ request }) => request.start),
    ended,
  }
}

/** A request for many is one to each. Only the read whose id it bears is known to have asked for its own. */
function byPart(request: ServerRequest, readById: ReadonlyMap<string, Read>): ServerRequest | ServerRequest[] {
  const { parts, id, items: _, ...rest } = request
  if (!parts) return request
  return parts.map(({ url, items }) => ({
    ...rest,
    url,
    ...(id !== undefined && readById.get(id)?.url === url && { id }),
    ...(items && { items }),
  }))
}

const none: Seen['confirmations'] = []
const beginOf = ({ begin }: Read): number => begin
const endOfRead = ({ read }: Seen): number => read.end

class Lanes {
  readonly all: Lane[] = []
  readonly #rules: Rules
  readonly #bySession = new Map<string, Map<string, Lane>>()

  constructor(rules: Rules) {
    this.#rules = rules
  }

  of(session: string, url: string): Lane {
    let byUrl = this.#bySession.get(session)
    if (!byUrl) this.#bySession.set(session, (byUrl = new Map()))
    let lane = byUrl.get(url)
    if (!lane) {
      lane = { url, session, rule: ruleFor(this.#rules, url), byBegin: [], byEnd: [], requests: [] }
      byUrl.set(url, lane)
      this.all.push(lane)
    }
    return lane
  }
}

/**
 * In order already, as most recordings are, it costs one look; a short list that is nearly so, little more.
 */
export function sorted<Each>(list: readonly Each[], time: (each: Each) => number): readonly Each[] {
  const { length } = list
  let before = length === 0 ? 0 : time(list[0] as Each)
  let at = 1
  for (; at < length; at += 1) {
    const now = time(list[at] as Each)
    if (now < before) break
    before = now
  }
  if (at >= length) return list
  const copy = [...list]
  if (length > 100) return copy.sort((a, b) => time(a) - time(b))
  const times = copy.map(time)
  for (; at < length; at += 1) {
    const [each, its] = [copy[at] as Each, times[at] as number]
    let to = at
    for (; to > 0 && (times[to - 1] as number) > its; to -= 1) {
      copy[to] = copy[to - 1] as Each
      times[to] = times[to - 1] as number
    }
    copy[to] = each
    times[to] = its
  }
  return copy
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

/** What each URL lists, from when on. */
function listedAt(writes: readonly Write[]): Map<string, Write[]> {
  const listed = new Map<string, Write[]>()
  for (const write of writes) {
    for (const url of write.listedIn ?? []) {
      const known = listed.get(url)
      if (known) known.push(write)
      else listed.set(url, [write])
    }
  }
  return listed
}

const nothing: readonly Item[] = []

/** A whole answer to a list says something of what it lacks, too. */
function claimsOf(read: Read, listed: readonly Write[] | undefined): readonly Item[] {
  const { session, user = session, outcome, status = 200, items } = read
  if (outcome !== 'served' || status !== 200) return nothing
  if (!listed) return items
  const has = new Set(items.map(({ key }) => key))
  const absent = listed.filter(({ key, owners }) => !has.has(key) && (owners?.includes(user) ?? true))
  return absent.length === 0 ? items : [...items, ...absent.map(({ key, version }) => ({ key, version: version - 1 }))]
}
