import { isAnswer } from './confirmations.ts'
import type { Mode, Mutation, ServerRequest, Violation } from './history.ts'
import type { Lane } from './lane.ts'
import { News } from './news.ts'
import { askedTogether } from './parts.ts'
import { kindRule } from './rules.ts'
import { duration, teller } from './tell.ts'
import { endOf, isUnknown, type Sent, type Timeline } from './timeline.ts'

interface State {
  /** Still under way, the one that was sent last on top; one that ended before another sent later isn't kept. */
  readonly open: ServerRequest[]
  nextEnded: number
  /** The one that was sent last of those that were answered. */
  answered: ServerRequest | undefined
}

/**
 * G9, no amplification. Of the GETs that the server saw, by URL and session, it demands that
 * - none is sent while another is under way: simultaneous reads share it;
 * - none is sent when the last answer is still good for the read that asks: younger than `asksAfter` of its class (a
 *   background revalidation at most every 30 s, the catalogue once in its TTL; where each read asks, nothing), or for
 *   `force-cache` than the TTL, or for `max-age=N` than N s; an item of a kind with a class of its own must be younger than
 *   that class's TTL. So N tabs cost one request, and an invalidation one refetch for each URL in use.
 *
 * Excused is a request sent after something that may have made the earlier one wrong: a mutation under way or (with an
 * unknown outcome) unsettled, an invalidation, a change made elsewhere and the time in which it is heard of, an answer
 * that discovered a change, any trouble. For sharing anything of the kind counts, for being good only what concerns it:
 * one of the URL's groups, or of its items. Also excused: `reload` and `no-store`, of either of the two; `no-cache` asks
 * each time; pages out of the worker's reach; URLs that no route names; what was under way while a read that had to ask
 * twice got its answer, which is kept by nobody if it was overtaken again, and which nothing older may follow, or while one
 * got its answer whose session had ended meanwhile, or may have (it may be of the next); what was asked for before the
 * session began in which it was sent; what is
 * asked after an answer that drops what was kept (403, 404, 410), or while what is under way was overtaken by an answer to a
 * `reload` that was sent later; what a read asks once more because another answer, which said something else, came
 * while its own was under way: the server may have given the two in either order; and what had to be asked for before an
 * earlier answer was, and then waited for others to be asked for with, or was asked for with them in vain. A read that began while the earlier request was under
 * way, and was sent after it, is judged as one that could have shared it.
 */
export function amplification(timeline: Timeline): Violation[] {
  const suspects = suspectsOf(timeline)
  // Most histories have none, and need no look at the news.
  if (suspects.length === 0) return []
  const { slack } = timeline.rules
  const news = new News(timeline)
  return suspects.flatMap(({ request, lane, earlier, limit, askedMeanwhile }): Violation[] => {
    news.admit(request.start + slack)
    const since = earlier.start - slack
    if (askedMeanwhile && news.hits(earlier, since)) return []
    if (request.id !== undefined && request.id === earlier.id && isUnordered(lane, earlier, slack)) return []
    if (wasFencedOff(lane, request, since, request.start + slack)) return []
    if (isOfFormerSession(timeline, lane, since, request.start + slack)) return []
    if (wasAskedBefore(timeline, lane, earlier)) return []
    if (limit === undefined) return [overlap(timeline, request, earlier)]
    return news.concerns(lane, earlier, since) ? [] : [needless(timeline, request, earlier, limit)]
  })
}

/** A request that might have been spared, if nothing has happened since the earlier one. */
interface Suspect extends Sent {
  readonly earlier: ServerRequest
  /** How long the earlier answer was good; undefined where it was still under way. */
  readonly limit: number | undefined
  /** Whether it was asked for while the earlier one was under way: by then it may have been decided that it can't be shared. */
  readonly askedMeanwhile: boolean
}

function suspectsOf(timeline: Timeline): Suspect[] {
  const { slack } = timeline.rules
  const states = new Map<Lane, State>()
  const suspects: Suspect[] = []
  for (const { request, lane } of timeline.sent) {
    const mode = modeOf(timeline, request)
    if (!lane.rule || mode === undefined || mode === 'no-store' || mode === 'reload') continue
    let state = states.get(lane)
    if (!state) states.set(lane, (state = { open: [], nextEnded: 0, answered: undefined }))

    const underWay = takeEnded(state, request.start + slack)
    const answered = lastAnswered(timeline, lane, state, request.start)
    const isOvertaken = underWay && answered && answered.start > underWay.start
    if (underWay && !isOvertaken && request.start - underWay.start <= joinableFor(timeline, lane))
      suspects.push({ request, lane, earlier: underWay, limit: undefined, askedMeanwhile: true })
    const limit = answered ? goodFor(timeline, { request, lane }, answered, mode) : 0
    if (answered && request.start - answered.start < limit - slack) {
      const asked = (request.id === undefined ? undefined : timeline.readById.get(request.id)?.begin) ?? request.start
      if (asked >= answered.start || !hasWaited(timeline, { request, lane }, asked))
        suspects.push({ request, lane, earlier: answered, limit, askedMeanwhile: asked <= endOf(answered) + slack })
    }

    while (state.open.length > 0 && endOf(state.open.at(-1) as ServerRequest) <= endOf(request)) state.open.pop()
    state.open.push(request)
  }
  return suspects
}

/** Whether since it was asked for it has waited for others, or was asked for with them in vain. */
function hasWaited({ history, rules }: Timeline, { request, lane }: Sent, asked: number): boolean {
  const isSoon = (start: number): boolean => start >= asked && start - asked <= rules.waitsFor
  const isIts = ({ url, session }: ServerRequest): boolean =>
    session === lane.session && askedTogether(url)?.some((part) => part.url === lane.url) === true
  return (
    isSoon(request.start) ||
    history.requests.some((many) => isIts(many) && isSoon(many.start) && endOf(many) <= request.start)
  )
}

/** What a request brings may be as old as the asking: one that takes longer than anything in it may be used isn't joined. */
function joinableFor({ rules }: Timeline, { rule }: Lane): number {
  return Math.min(rule?.ttl ?? 0, ...Object.keys(rules.kinds).map((kind) => kindRule(rules, `${kind}:`)?.ttl ?? 0))
}

const drops = ({ status }: ServerRequest): boolean => status === 403 || status === 404 || status === 410

/** Whether another read had its answer in this time that asked twice, or was told that there is nothing to keep. */
function wasFencedOff({ requests }: Lane, { id }: ServerRequest, from: number, until: number): boolean {
  const isAgain = (other: ServerRequest): boolean =>
    requests.some((first) => first.id === other.id && first.start < other.start)
  return requests.some((other) => {
    const end = endOf(other)
    return other.id !== undefined && other.id !== id && from <= end && end <= until && (drops(other) || isAgain(other))
  })
}

/**
 * Whether an answer to the URL came in this time that was asked for in a session which had ended by then: in another one, or
 * before a login or logout of unknown outcome.
 */
function isOfFormerSession({ history, lanes }: Timeline, lane: Lane, from: number, until: number): boolean {
  const came = (requests: readonly ServerRequest[], { begin, end }: Mutation): boolean =>
    requests.some((each) => each.start <= (end ?? Infinity) && isIn(each, Math.max(from, begin), until))
  const hadEnded = ({ url, session: former, requests }: Lane): boolean =>
    url === lane.url &&
    former !== lane.session &&
    history.mutations.some((mutation) => mutation.boundary?.from === former && came(requests, mutation))
  const mayEnd = (mutation: Mutation): boolean => isUnknown(mutation) && mutation.groups?.includes('*') !== false
  return lanes.some(hadEnded) || history.mutations.some((mutation) => mayEnd(mutation) && came(lane.requests, mutation))
}

/** Whether who asked for it did so before the session began in which it was sent: its answer is that reader's alone. */
function wasAskedBefore({ history, readById }: Timeline, { session }: Lane, { id, start }: ServerRequest): boolean {
  const begin = (id === undefined ? undefined : readById.get(id)?.begin) ?? start
  return history.mutations.some(({ boundary, end }) => boundary?.to === session && begin <= (end ?? Infinity))
}

const isIn = (request: ServerRequest, from: number, until: number): boolean =>
  isAnswer(request) && from <= endOf(request) && endOf(request) <= until

/** Whether another answer came while it was under way that says something else. */
function isUnordered({ requests }: Lane, request: ServerRequest, slack: number): boolean {
  return requests.some((other) => {
    const end = endOf(other)
    const came = request.start - slack <= end && end <= endOf(request) + slack
    return came && other.id !== request.id && isAnswer(other) && (isNews(other, request) || isNews(request, other))
  })
}

const isNews = ({ items }: ServerRequest, known: ServerRequest): boolean =>
  items?.some(({ key, version }) => !known.items?.some((had) => had.key === key && had.version === version)) === true

/** Undefined for pages that are out of reach. */
function modeOf({ readById }: Timeline, { id, mode }: ServerRequest): Mode | undefined {
  const read = id === undefined ? undefined : readById.get(id)
  return read?.controlled === false ? undefined : (mode ?? read?.mode ?? 'default')
}

/** The request under way that was sent last: if it may not be joined, none may. */
function takeEnded({ open }: State, now: number): ServerRequest | undefined {
  while (open.length > 0 && endOf(open.at(-1) as ServerRequest) <= now) open.pop()
  return open.at(-1)
}

function lastAnswered(timeline: Timeline, { requests }: Lane, state: State, now: number): ServerRequest | undefined {
  for (; state.nextEnded < requests.length; state.nextEnded += 1) {
    const request = requests[state.nextEnded] as ServerRequest
    if (endOf(request) > now) break
    const mode = modeOf(timeline, request)
    const kept = isAnswer(request) && mode !== undefined && mode !== 'no-store'
    if (kept && !(state.answered && state.answered.start > request.start)) state.answered = request
  }
  return state.answered
}

/** How old an answer may be, and still do for a request. */
function goodFor({ rules, readById }: Timeline, { request, lane }: Sent, good: ServerRequest, mode: Mode): number {
  const { ttl = 0, asksAfter = 0 } = lane.rule ?? {}
  if (mode === 'no-cache') return 0
  const maxAge = request.id === undefined ? undefined : readById.get(request.id)?.maxAge
  const bySelf = mode === 'force-cache' || mode === 'only-if-cached' ? ttl : asksAfter
  const limit = maxAge === undefined ? bySelf : Math.min(ttl, maxAge * 1_000)
  return limit === 0
    ? 0
    : (good.items ?? []).reduce((least, { key }) => Math.min(least, kindRule(rules, key)?.ttl ?? least), limit)
}

function overlap({ history }: Timeline, request: ServerRequest, underWay: ServerRequest): Violation {
  const tell = teller(history)
  const story = `${tell.request(request)} was sent while ${tell.request(underWay)} was under way, and nothing had been invalidated. (G9)`
  return { guarantee: 'G9', story, events: [request, underWay] }
}

function needless({ history }: Timeline, request: ServerRequest, good: ServerRequest, limit: number): Violation {
  const tell = teller(history)
  const age = duration(request.start - good.start)
  const why = `the answer to ${tell.request(good)} was only ${age} old, and good for ${duration(limit)}`
  return { guarantee: 'G9', story: `${tell.request(request)} was sent; but ${why}. (G9)`, events: [request, good] }
}
