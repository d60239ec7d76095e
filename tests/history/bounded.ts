import { isFromStore } from './confirmations.ts'
import type { Item, Trouble, Violation } from './history.ts'
import type { Confirmation, Seen } from './lane.ts'
import { kindRule, type UrlRule } from './rules.ts'
import { duration, teller } from './tell.ts'
import { sorted, type Timeline } from './timeline.ts'

/**
 * G1, bounded. Of each item that a read got from the store it demands that the server had confirmed the same version, in
 * an answer to the same URL in the same session, no longer ago than the TTL of the URL's class; a resource of a kind with
 * a class of its own (a payment inside a booking) obeys the shorter of the two. Where the class doesn't outlive a run of
 * the worker, the confirmation must have come after the worker was last stopped.
 *
 * Age counts from the latest time at which the server may have read its database to the earliest at which the answer may
 * have been decided, the begin of the read.
 *
 * Excused: as many ms as the wall clock, the only one that spans runs of the worker, was set back before another run began,
 * where the class outlives a run; masked items, which claim nothing; answers that came from the server while the page waited, however slow,
 * unless the read itself says that it is a hit; pages out of the worker's reach; URLs that no route names. What the
 * server never confirmed in that session is for G4 and G7.
 */
export function bounded(timeline: Timeline): Violation[] {
  const { history, rules, lanes } = timeline
  const stops = history.troubles.filter(({ what }) => what === 'worker')
  const found: Violation[] = []
  for (const { rule, byBegin } of lanes) {
    if (!rule) continue
    for (const seen of byBegin) {
      const { read, confirmations } = seen
      if (read.outcome !== 'served' || read.controlled === false) continue
      for (const [at, item] of read.items.entries()) {
        const confirmation = confirmations[at]
        if (!confirmation || item.masked === true) continue
        const kind = kindRule(rules, item.key)
        const ttl = kind && kind.ttl < rule.ttl ? kind.ttl : rule.ttl
        const outlivesRun = (kind ?? rule).outlivesRun !== false
        const over = read.begin - confirmation.at - ttl - rules.slack
        if (over > 0) {
          const isExcused = outlivesRun && over <= setBackAcrossRuns(timeline, confirmation.asked, read.begin)
          if (!isExcused && isFromStore(timeline, seen, at))
            found.push(tooOld(timeline, seen, item, { confirmation, ttl }))
        } else if (stops.length > 0 && !outlivesRun) {
          const stop = lastBefore(stops, read.begin - rules.slack)
          if (stop && confirmation.arrived < stop.from - rules.slack && isFromStore(timeline, seen, at))
            found.push(outlived(timeline, seen, item, stop))
        }
      }
    }
  }
  return found
}

/** A handful in any history. */
function lastBefore(stops: readonly Trouble[], time: number): Trouble | undefined {
  let last: Trouble | undefined
  for (const stop of stops)
    if (stop.until < time && stop.until >= (last?.until ?? Number.NEGATIVE_INFINITY)) last = stop
  return last
}

/** By how many ms the wall clock may have been behind, in this span, as a run began that hadn't seen it being set. */
function setBackAcrossRuns({ history }: Timeline, from: number, until: number): number {
  const since = history.troubles.filter((trouble) => trouble.from >= from && trouble.from <= until)
  let hasBegun = false
  let [ahead, least] = [0, 0]
  for (const { what, setBy = 0 } of sorted(since, (trouble) => trouble.from)) {
    // A connection that was lost is opened again as another run.
    if (what === 'worker' || what === 'takeover' || what === 'store') hasBegun = true
    ahead += setBy
    // It begins with the first event that it gets: at any time from here on.
    if (hasBegun) least = Math.min(least, ahead)
  }
  return -least
}

function tooOld(
  { history }: Timeline,
  { read }: Seen,
  item: Item,
  { confirmation, ttl }: { confirmation: Confirmation; ttl: UrlRule['ttl'] },
): Violation {
  const tell = teller(history)
  const last = Number.isFinite(confirmation.at)
    ? `the server last confirmed that at ${tell.time(confirmation.at)} s, ${duration(read.begin - confirmation.at)} before, and ${duration(ttl)} is the most`
    : 'the server confirmed that only to pages out of its reach'
  return { guarantee: 'G1', story: `${tell.read(read, item)}; but ${last}. (G1)`, events: [read] }
}

function outlived({ history }: Timeline, { read }: Seen, item: Item, stop: Trouble): Violation {
  const tell = teller(history)
  const why = `the worker was stopped at ${tell.time(stop.from)} s, and the server has not confirmed it since`
  return { guarantee: 'G1', story: `${tell.read(read, item)}; but ${why}. (G1)`, events: [read, stop] }
}
