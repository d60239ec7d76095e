import type { ServerRequest, Span } from './history.ts'
import type { Lane } from './lane.ts'
import { endOf, isUnknown, sorted, type Timeline } from './timeline.ts'

/** What gives good reason to ask again, and from when until when it may have. */
interface Reason extends Span {
  /** Undefined: anything. */
  readonly groups: readonly string[] | undefined
}

/**
 * Walks through all that makes answers wrong, in the order of time, and tells whether something of the kind happened
 * since an answer was asked for.
 */
export class News {
  readonly #reasons: readonly Reason[]
  readonly #discoveries: readonly ServerRequest[]
  #nextReason = 0
  #nextDiscovery = 0
  /** The latest time until which any reason holds; one that concerns anything; one that concerns the group. */
  #ofSome = Number.NEGATIVE_INFINITY
  #ofAnything = Number.NEGATIVE_INFINITY
  readonly #ofGroup = new Map<string, number>()
  /** The two requests sent last that discovered something. */
  #discovered: readonly ServerRequest[] = []

  constructor(timeline: Timeline) {
    this.#reasons = sorted(reasonsOf(timeline), ({ from }) => from)
    this.#discoveries = discoveriesOf(timeline)
  }

  /** Takes in what began by then. Times only rise. */
  admit(until: number): void {
    for (; this.#nextReason < this.#reasons.length; this.#nextReason += 1) {
      const reason = this.#reasons[this.#nextReason] as Reason
      if (reason.from > until) break
      this.#ofSome = Math.max(this.#ofSome, reason.until)
      if (!reason.groups || reason.groups.includes('*')) this.#ofAnything = Math.max(this.#ofAnything, reason.until)
      else
        for (const group of reason.groups)
          this.#ofGroup.set(group, Math.max(this.#ofGroup.get(group) ?? 0, reason.until))
    }
    for (; this.#nextDiscovery < this.#discoveries.length; this.#nextDiscovery += 1) {
      const discovery = this.#discoveries[this.#nextDiscovery] as ServerRequest
      if (endOf(discovery) > until) break
      this.#discovered = [...this.#discovered, discovery].sort((a, b) => b.start - a.start).slice(0, 2)
    }
  }

  /** Whoever wants to join a request under way can't know what its body will name: anything counts. */
  hits(request: ServerRequest, since: number): boolean {
    return this.#ofSome >= since || this.#isDiscovered(request, since)
  }

  /** Only what concerns an answer makes it wrong. */
  concerns({ rule }: Lane, request: ServerRequest, since: number): boolean {
    if (this.#ofAnything >= since || this.#isDiscovered(request, since)) return true
    if (this.#ofSome < since) return false
    const hit = (group: string): boolean => (this.#ofGroup.get(group) ?? Number.NEGATIVE_INFINITY) >= since
    return rule?.groups.some(hit) === true || request.items?.some(({ key }) => hit(key)) !== false
  }

  /** What discovers a change makes wrong what was asked before it, but neither itself nor what was asked after. */
  #isDiscovered(request: ServerRequest, since: number): boolean {
    return this.#discovered.some((discovery) => discovery !== request && discovery.start >= since)
  }
}

function reasonsOf({ history, rules }: Timeline): Reason[] {
  const reasons: Reason[] = []
  const never = Number.POSITIVE_INFINITY
  const stops = history.troubles.filter(({ what }) => what === 'worker')
  const lastStop = Math.max(...stops.map(({ until }) => until))
  for (const mutation of history.mutations) {
    const { begin: from, end, outcome, keys, groups, boundary } = mutation
    let until = end ?? never
    // Nobody knows when the outcome of one that the page left is known, or when the run began that found one half done.
    if (outcome === 'abandoned' || (isUnknown(mutation) && lastStop >= from)) until = never
    // Sent again by the browser, it may be answered; the worker doesn't know what became of it the first time.
    else if (isUnknown(mutation) || stops.some((stop) => stop.from <= until && stop.until >= from))
      until += rules.unsettledFor
    reasons.push({ from, until, groups: groups && !boundary ? [...groups, ...keys] : undefined })
  }
  const own = new Set(history.mutations.map(({ id }) => id))
  for (const { from, until, by } of history.writes) {
    // A change made elsewhere is heard of by the live channel, a while later.
    if (by === undefined || !own.has(by)) reasons.push({ from, until: until + rules.noticeWithin, groups: undefined })
  }
  for (const { from, until } of history.troubles) reasons.push({ from, until, groups: undefined })
  return [...reasons, ...history.invalidations]
}

/**
 * The answers that were the first to tell of a change, by end: the first of all, and the first of each URL, since what
 * one URL says is not compared with what another said. An answer that another one, asked for later, came before is not kept:
 * the next one is compared with the other.
 */
function discoveriesOf({ ended }: Timeline): ServerRequest[] {
  const newest = new Map<string, number>()
  const newestOf = new Map<Lane, Map<string, number>>()
  const keptOf = new Map<Lane, number>()
  const found: ServerRequest[] = []
  for (const { request, lane } of ended) {
    let told = newestOf.get(lane)
    const isFirst = !told
    if (!told) newestOf.set(lane, (told = new Map<string, number>()))
    const isKept = request.start >= (keptOf.get(lane) ?? Number.NEGATIVE_INFINITY)
    if (isKept) keptOf.set(lane, request.start)
    let isNew = false
    for (const { key, version } of request.items ?? []) {
      const [known, here] = [newest.get(key), told.get(key)]
      if (known === undefined || known < version) newest.set(key, version)
      isNew ||= known !== undefined && known < version
      if (here !== undefined && here >= version) continue
      // One that wasn't there before is a change, too.
      isNew ||= !isFirst
      if (isKept) told.set(key, version)
    }
    if (isNew) found.push(request)
  }
  return found
}
