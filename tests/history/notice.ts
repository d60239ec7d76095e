import type { Invalidation, Mutation, PageEvent, Span, Trouble, Violation } from './history.ts'
import { list, teller, type Teller } from './tell.ts'
import { isUnknown, sorted, troublesIn, type Timeline } from './timeline.ts'

/** ms; a worker that has lost what a repeat would be known by refuses so long, from when it begins. */
const REFUSES_FOR = 5_000

interface Expected extends Span {
  readonly groups: readonly string[]
  readonly event: Mutation | Invalidation
}

/**
 * G5, notice. Each page that was open before an invalidation ran is told of each group of it (or of `*`) within
 * `noticeWithin`: counted from when it had certainly run (a mutation: when its page had the answer or the failure), or
 * from when the page resumed, if it was frozen before that time was over. What it was told counts from when the
 * invalidation may first have run: pages are told before the answer is handed over.
 *
 * Excused: pages that closed, or froze and never resumed, before the time was over; mutations without `groups`, refused
 * ones (from 400), abandoned ones, those out of reach, those under which the worker was stopped while the store failed
 * too, and those that never reached the server and failed as it was stopped (nobody who lives knows of them), or so soon
 * after its store was lost that it may have refused them (as what may be a repeat): nothing was changed. After the worker was stopped in the midst of it, the time counts
 * from the next read or mutation of any tab, or the page's own resuming: nothing else starts a worker.
 */
export function notice(timeline: Timeline): Violation[] {
  const { history, rules } = timeline
  const expected = expectations(timeline)
  if (expected.length === 0 || history.pages.length === 0) return []
  const told = toldByTab(timeline)
  const stops = history.troubles.filter(({ what }) => what === 'worker').sort((a, b) => a.from - b.from)
  const found: Violation[] = []
  for (const [tab, { opened, awake }] of pagesOf(history.pages)) {
    for (const each of expected) {
      if (opened >= each.from - rules.slack) continue
      const start = stops.length === 0 ? each.until : afterStops(timeline, each, stops)
      const due = dueAt(awake, start, rules.noticeWithin)
      if (due === undefined || due + rules.slack >= (history.end ?? Number.POSITIVE_INFINITY)) continue
      const groups = told.get(tab)
      const missed = each.groups.filter((group) => {
        const at = firstSince(groups?.get(group), each.from - rules.slack)
        return Math.min(at, firstSince(groups?.get('*'), each.from - rules.slack)) > due + rules.slack
      })
      if (missed.length === 0) continue
      const tell = teller(history)
      const story = `Tab ${tab} was awake, and was not told of ${list(missed)} by ${tell.time(due)} s; but ${why(tell, each.event)}. (G5)`
      found.push({ guarantee: 'G5', story, events: [each.event] })
    }
  }
  return found
}

const why = (tell: Teller, event: Expected['event']): string =>
  'outcome' in event
    ? `at ${tell.time(event.end ?? 0)} s ${tell.mutation(event)}`
    : `that was invalidated at ${tell.time(event.until)} s`

function expectations(timeline: Timeline): readonly Expected[] {
  const { history, rules } = timeline
  const expected: Expected[] = []
  for (const event of history.mutations) {
    const { begin, end, outcome, status = 200, groups, controlled, executions } = event
    const refused = outcome === 'answered' && status >= 400 && !isUnknown(event)
    if (end === null || outcome === 'abandoned' || controlled === false || refused || !groups?.length) continue
    const isLost = (what: Trouble['what']): boolean =>
      troublesIn(timeline, what, begin, end + rules.noticeWithin).length > 0
    if (isLost('worker') && isLost('store')) continue
    const unseen = outcome === 'failed' && executions.length === 0
    if (unseen && troublesIn(timeline, 'worker', begin, end).length > 0) continue
    const refusing = begin - rules.unsettledFor - REFUSES_FOR
    if (unseen && troublesIn(timeline, 'store', refusing, end).length > 0) continue
    expected.push({ from: begin, until: end, groups, event })
  }
  for (const event of history.invalidations) {
    expected.push({ from: event.from, until: event.until, groups: event.groups, event })
  }
  return sorted(expected, ({ until }) => until)
}

/** Tab → group → when it was told, in order. */
function toldByTab({ history }: Timeline): Map<string, Map<string, number[]>> {
  const told = new Map<string, Map<string, number[]>>()
  for (const { tab, at, groups } of sorted(history.notices, (each) => each.at)) {
    let byGroup = told.get(tab)
    if (!byGroup) told.set(tab, (byGroup = new Map()))
    for (const group of groups) {
      const times = byGroup.get(group)
      if (times) times.push(at)
      else byGroup.set(group, [at])
    }
  }
  return told
}

interface Page {
  readonly opened: number
  readonly awake: { readonly from: number; until: number }[]
}

function pagesOf(events: readonly PageEvent[]): Map<string, Page> {
  const pages = new Map<string, Page>()
  for (const { tab, at, is } of sorted(events, (each) => each.at)) {
    const page = pages.get(tab)
    const now = { from: at, until: Number.POSITIVE_INFINITY }
    if (is === 'opened') pages.set(tab, { opened: at, awake: [now] })
    else if (is === 'resumed') page?.awake.push(now)
    else {
      const last = page?.awake.at(-1)
      if (last) last.until = Math.min(last.until, at)
    }
  }
  return pages
}

/** The end of the first stretch of `within` ms, from `start` on, through which the page was awake. */
function dueAt(awake: Page['awake'], start: number, within: number): number | undefined {
  // By halving: a page may sleep as often as it is told something.
  let [low, high] = [0, awake.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((awake[middle]?.until ?? 0) < start + within) low = middle + 1
    else high = middle
  }
  for (let at = low; at < awake.length; at += 1) {
    const { from, until } = awake[at] as Page['awake'][number]
    const due = Math.max(from, start) + within
    if (due <= until) return due === Number.POSITIVE_INFINITY ? undefined : due
  }
  return undefined
}

/** When a worker that was stopped in the midst of it ran again. */
function afterStops(
  { history, rules, byBegin }: Timeline,
  { from, until }: Expected,
  stops: readonly Trouble[],
): number {
  let start = until
  for (const stop of stops) {
    if (stop.from > start + rules.noticeWithin + rules.slack || stop.until < from - rules.slack) continue
    const woken = [
      byBegin.find(({ read }) => read.begin > stop.until)?.read.begin,
      history.mutations.find(({ begin }) => begin > stop.until)?.begin,
    ]
    start = Math.max(start, Math.min(...woken.map((time) => time ?? Number.POSITIVE_INFINITY)))
  }
  return start
}

/** By halving; Infinity where there is none. */
function firstSince(times: readonly number[] | undefined, since: number): number {
  let [low, high] = [0, times?.length ?? 0]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times?.[middle] ?? 0) < since) low = middle + 1
    else high = middle
  }
  return times?.[low] ?? Number.POSITIVE_INFINITY
}
