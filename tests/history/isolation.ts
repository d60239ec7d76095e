import type { Item, Mutation, Read, Violation } from './history.ts'
import { asksOwnCache, isAnswer } from './confirmations.ts'
import type { Seen } from './lane.ts'
import { list, teller } from './tell.ts'
import type { Timeline } from './timeline.ts'

/**
 * G4, isolation. Of each item of each read it demands that
 * - the body was made for the read's user, where it says for whom;
 * - the server lets the user see the resource, where it says who may;
 * - the server answered it, for this URL, in the read's own session, if the only answers that were recorded are in
 *   others: a login or logout begins another session, also of the same user.
 * Masked items too: that somebody else has a booking is no less a secret.
 *
 * Excused: a read that overlaps a change of its session may be either session's, as without a worker; and one that went past
 * the worker and asked the browser's own HTTP cache (`force-cache`, `only-if-cached`), which knows no sessions.
 */
export function isolation(timeline: Timeline): Violation[] {
  const { byBegin, versions } = timeline
  const answered = answersElsewhere(timeline)
  const boundaries = timeline.history.mutations.filter(({ boundary }) => boundary !== undefined)
  const found: Violation[] = []
  for (const seen of byBegin) {
    const { read, confirmations } = seen
    if (read.outcome !== 'served' || asksOwnCache(read)) continue
    const { session, user = session } = read
    for (const [at, item] of read.items.entries()) {
      const owners = versions.get(item.key)?.[item.version - 1]?.owners
      let why: string | undefined
      let others: string[] = []
      if (item.owner !== undefined && item.owner !== user)
        why = `that was made for ${item.owner}, and the read is ${user}'s`
      else if (owners && !owners.includes(user))
        why = `only ${owners.join(' and ')} may see that, and the read is ${user}'s`
      else if (confirmations[at] === undefined) {
        others = answered(seen, item)
        if (others.length > 0)
          why = `the server answered that only in session ${list(others)}, and the read is in session ${session}`
      }
      if (why === undefined) continue
      const passed = passedThrough(timeline, boundaries, read)
      // Whose body it is, of those sessions, isn't known here: the server knew when it answered.
      if (passed.size > 1 && (others.length === 0 || others.some((other) => passed.has(other)))) continue
      const story = `${teller(timeline.history).read(read, item)}; but ${why}. (G4)`
      found.push({ guarantee: 'G4', story, events: [read] })
    }
  }
  return found
}

/** The sessions through which the browser went while the read was under way; more than one login may have been. */
function passedThrough(
  { rules }: Timeline,
  boundaries: readonly Mutation[],
  { begin, end, session }: Read,
): Set<string> {
  const passed = new Set([session])
  const changes = boundaries.filter((mutation) => {
    const until =
      mutation.end === null ? Number.POSITIVE_INFINITY : Math.max(mutation.end, mutation.executions.at(-1)?.until ?? 0)
    return begin <= until + rules.slack && end >= mutation.begin - rules.slack
  })
  for (let before = 0; before < passed.size;) {
    before = passed.size
    for (const { boundary } of changes) {
      if (boundary && (passed.has(boundary.from) || passed.has(boundary.to))) passed.add(boundary.from).add(boundary.to)
    }
  }
  return passed
}

/**
 * Finds the sessions in which the server had answered an item to the same URL. Worked out the first time it is asked for:
 * where everything is in order nobody asks.
 */
export function answersElsewhere({ lanes, rules }: Timeline): (seen: Seen, item: Item) => string[] {
  let byUrl: Map<string, Map<string, Map<string, number>>> | undefined
  return ({ read }, { key, version }) => {
    byUrl ??= collect()
    const sessions = byUrl.get(read.url)?.get(`${key} ${version}`) ?? []
    return [...sessions].flatMap(([session, first]) => (first <= read.end + rules.slack ? [session] : []))
  }

  /** URL → item → session → when it was answered first. */
  function collect(): Map<string, Map<string, Map<string, number>>> {
    const urls = new Map<string, Map<string, Map<string, number>>>()
    for (const { url, session, requests } of lanes) {
      let known = urls.get(url)
      if (!known) urls.set(url, (known = new Map()))
      for (const request of requests) {
        if (!isAnswer(request)) continue
        for (const { key, version } of request.items ?? []) {
          const name = `${key} ${version}`
          const sessions = known.get(name) ?? new Map<string, number>()
          // By end, so the first is the earliest.
          if (!sessions.has(session)) sessions.set(session, request.end as number)
          known.set(name, sessions)
        }
      }
    }
    return urls
  }
}
