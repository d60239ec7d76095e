import { endedIn, isAnswer } from './confirmations.ts'
import type { Item, Read, ServerRequest, Violation } from './history.ts'
import { answersElsewhere } from './isolation.ts'
import type { Seen } from './lane.ts'
import { teller } from './tell.ts'
import { endOf, troublesIn, type Timeline } from './timeline.ts'

/**
 * G7, transparency: what of it can be seen from here.
 * - An item has a version that the server made, and not later than the read returned, with the server's state and digest
 *   (unless it is masked); and the server had answered it for this URL, in whatever session.
 * - A read fails only while the network is cut, while the server leaves its URL unanswered, or if the worker is stopped
 *   under it more often than the browser repeats (`survivesStops`).
 * - A status other than 200 is the server's, in an answer that came while the page waited; and a 4xx of the server (but for
 *   429) that answers the very read is what the page gets, unless the worker was stopped, or its database deleted, and asked
 *   again.
 *
 * Excused: 504 for `only-if-cached`; 5xx while the network is in trouble (a gateway may say so); reads that the page
 * aborted. What rests on the server's requests is judged only where they were recorded, with what they answered.
 */
export function transparency(timeline: Timeline): Violation[] {
  const { byBegin, history } = timeline
  const found: Violation[] = []
  const given = whetherGiven(timeline)
  const failures = failuresOf(timeline)
  for (const seen of byBegin) {
    const { read } = seen
    const judge = (story: string): unknown => found.push({ guarantee: 'G7', story: `${story}. (G7)`, events: [read] })
    if (read.outcome === 'served') {
      for (const [at, item] of read.items.entries()) {
        const why = aboutItem(timeline, seen, item) ?? given(seen, at)
        if (why !== undefined) judge(`${teller(history).read(read, item)}; but ${why}`)
      }
      const why = aboutStatus(timeline, seen, failures)
      if (why !== undefined) judge(why)
    } else if (read.outcome === 'failed' && !mayFail(timeline, seen, failures)) {
      const why = 'the network was well, and the server answered what it was asked'
      judge(`Tab ${read.tab}'s read of ${read.url} failed, ${teller(history).span(read)}; but ${why}`)
    }
  }
  return found
}

function aboutItem({ history, rules, versions }: Timeline, { read }: Seen, item: Item): string | undefined {
  const writes = versions.get(item.key)
  // A resource whose changes nobody recorded.
  if (!writes) return undefined
  const write = writes[item.version - 1]
  // A version between others may have come and gone unseen.
  if (!write) return item.version >= 1 && item.version < writes.length ? undefined : 'the server never made that'
  if (read.end + rules.slack < write.from) return `the server made that at ${teller(history).time(write.from)} s`
  if (item.masked === true) return undefined
  if (item.state !== undefined && item.state !== write.state) return `the server says ${write.state} in that version`
  if (item.digest !== undefined && write.digest !== undefined && item.digest !== write.digest)
    return 'the server says something else in that version'
  return undefined
}

/** Whether the server ever gave such an answer to this URL. */
function whetherGiven(timeline: Timeline): (seen: Seen, at: number) => string | undefined {
  const elsewhere = answersElsewhere(timeline)
  let silent: Set<string> | undefined
  return (seen, at) => {
    const item = seen.read.items[at]
    if (!item || seen.confirmations[at] !== undefined || timeline.sent.length === 0) return undefined
    // Where an answer to the URL was recorded without what it said, it may have said that.
    silent ??= new Set(
      timeline.sent.flatMap(({ request }) => (isAnswer(request) && request.items === undefined ? [request.url] : [])),
    )
    return silent.has(seen.read.url) || elsewhere(seen, item).length > 0
      ? undefined
      : 'the server had never answered that to this URL'
  }
}

/** The few requests that did not end well. */
interface Failures {
  /** By URL: no answer, or one that did not arrive. In any session: a read may overlap a login. */
  readonly unanswered: ReadonlyMap<string, readonly ServerRequest[]>
  /** By the id and the URL of the read: a batch that is refused is no word on it, which is asked for alone then. */
  readonly refused: ReadonlyMap<string, ServerRequest>
}

/** A failure that may be answered from the store isn't among them. */
const refusals: ReadonlySet<number | null> = new Set([401, 403, 404, 410])

function failuresOf({ sent, history }: Timeline): Failures {
  const unanswered = new Map<string, ServerRequest[]>()
  const refused = new Map<string, ServerRequest>()
  for (const { request } of sent) {
    if (request.status === null || request.lost === true) {
      const known = unanswered.get(request.url)
      if (known) known.push(request)
      else unanswered.set(request.url, [request])
    }
  }
  // As they were sent, not by their parts.
  for (const request of history.requests) {
    const { method, id, url, status, lost } = request
    if (method === 'GET' && id !== undefined && refusals.has(status) && lost !== true)
      refused.set(`${id} ${url}`, request)
  }
  return { unanswered, refused }
}

function mayFail(timeline: Timeline, { read }: Seen, { unanswered }: Failures): boolean {
  const { survivesStops, slack } = timeline.rules
  const { begin, end } = read
  return (
    troublesIn(timeline, 'network', begin, end).length > 0 ||
    troublesIn(timeline, 'worker', begin, end).length > survivesStops ||
    (unanswered.get(read.url) ?? []).some((request) => request.start <= end + slack && endOf(request) >= begin - slack)
  )
}

function aboutStatus(timeline: Timeline, { read, lane }: Seen, { refused }: Failures): string | undefined {
  const { begin, end, mode, source, status = 200 } = read
  const { slack } = timeline.rules
  if (timeline.sent.length === 0) return undefined
  if (status === 200) {
    const refusal = refused.get(`${read.id} ${read.url}`)
    if (!refusal || source?.from === 'store' || endOf(refusal) > end) return undefined
    const another = endedIn(lane, begin, end).some(isAnswer) || wasAskedAgain(timeline, read, refusal)
    return another ? undefined : `${got(timeline, read, 200)}; but the server said ${refusal.status}`
  }
  if (mode === 'only-if-cached' && status === 504) return undefined
  if (status >= 500 && troublesIn(timeline, 'network', begin, end).length > 0) return undefined
  const said = timeline.lanes.some(
    (each) =>
      each.url === read.url && endedIn(each, begin - slack, end + slack).some((request) => request.status === status),
  )
  return said ? undefined : `${got(timeline, read, status)}; but the server did not say so`
}

/**
 * Whether it was asked for once more, in another session perhaps: by the next run where the worker was stopped under it, or
 * because its database was deleted, which makes an answer that comes then as good as overtaken.
 */
function wasAskedAgain(timeline: Timeline, { id, begin, end }: Read, refusal: ServerRequest): boolean {
  const isAgain = (other: ServerRequest): boolean =>
    other.id === id && other.url === refusal.url && other.start > refusal.start && isAnswer(other)
  const hadTrouble = (['worker', 'store'] as const).some((what) => troublesIn(timeline, what, begin, end).length > 0)
  return hadTrouble && timeline.history.requests.some(isAgain)
}

const got = ({ history }: Timeline, read: Read, status: number): string =>
  `Tab ${read.tab} got ${status} from ${read.url} ${teller(history).span(read)}`
