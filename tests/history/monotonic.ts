import type { Item, Shown, Violation } from './history.ts'
import type { Lane, Seen } from './lane.ts'
import { teller } from './tell.ts'
import { sorted, type Timeline } from './timeline.ts'

/**
 * G3, monotonic. A read that begins after another of the same URL in the same session has returned, in any tab, gets no
 * older version of any resource in it, and lacks none that a list had come to list. And what a page shows of a resource
 * in one place never goes back.
 *
 * Excused: reads that overlap; masked items and masked showing, which claim nothing; what a page out of the worker's reach
 * has seen (what it gets is judged all the same). Two URLs may disagree: each has its own age.
 */
export function monotonic(timeline: Timeline): Violation[] {
  const found = onScreen(timeline)
  for (const lane of timeline.lanes) if (lane.byBegin.length > 1) found.push(...readsIn(timeline, lane))
  return found
}

function readsIn(timeline: Timeline, { byBegin, byEnd }: Lane): Violation[] {
  const { slack } = timeline.rules
  const newest = new Map<string, { readonly seen: Seen; readonly item: Item }>()
  const found: Violation[] = []
  let next = 0
  for (const seen of byBegin) {
    for (; next < byEnd.length; next += 1) {
      const returned = byEnd[next] as Seen
      if (returned.read.end + slack >= seen.read.begin) break
      if (returned.read.controlled === false) continue
      for (const item of returned.claims) {
        if (item.masked !== true && item.version > (newest.get(item.key)?.item.version ?? 0))
          newest.set(item.key, { seen: returned, item })
      }
    }
    for (const item of seen.claims) {
      const before = newest.get(item.key)
      if (!before || item.masked === true || before.item.version <= item.version) continue
      const tell = teller(timeline.history)
      const { read } = before.seen
      const had = `at ${tell.time(read.end)} s tab ${read.tab} already had ${tell.version(item.key, before.item.version)} from the same URL`
      found.push({
        guarantee: 'G3',
        story: `${tell.read(seen.read, item)}; but ${had}. (G3)`,
        events: [seen.read, read],
      })
    }
  }
  return found
}

const shownAt = ({ at }: Shown): number => at

function onScreen({ history }: Timeline): Violation[] {
  if (history.shown.length < 2) return []
  const places = new Map<string, Map<string, Shown>>()
  const found: Violation[] = []
  let [last, newest] = ['', new Map<string, Shown>()]
  for (const shown of sorted(history.shown, shownAt)) {
    if (shown.masked === true) continue
    const place = shown.place === undefined ? shown.tab : `${shown.tab} ${shown.place}`
    if (place !== last) {
      newest = places.get(place) ?? new Map<string, Shown>()
      places.set((last = place), newest)
    }
    const before = newest.get(shown.key)
    if (!before || before.version <= shown.version) newest.set(shown.key, shown)
    else {
      const tell = teller(history)
      const story = `Tab ${shown.tab} showed ${tell.version(shown.key, shown.version)} at ${tell.time(shown.at)} s, after it had shown version ${before.version} at ${tell.time(before.at)} s. (G3)`
      found.push({ guarantee: 'G3', story, events: [shown, before] })
    }
  }
  return found
}
