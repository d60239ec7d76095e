import type { StatsRow } from '../../../shared/report.ts'
import type { ClassStats, SyncStats } from './tools.ts'

type Counts = Readonly<Record<string, number>>

/** ms */
const MINUTE = 60_000

/** What the worker counted, for people. `now`: ms since 1970. */
export function summarize(rows: readonly StatsRow[], now: number): SyncStats {
  const since = Math.min(now, ...rows.map(({ minute }) => beginning(minute)))
  const minutes = Math.max(1, (now - since) / MINUTE)
  const byClass = new Map<string, Counts>()
  for (const { counts } of rows)
    for (const [name, more] of Object.entries(counts)) byClass.set(name, sum([byClass.get(name) ?? {}, more]))
  return {
    since,
    classes: Object.fromEntries([...byClass].map(([name, counts]) => [name, statsOf(counts, minutes)])),
    total: statsOf(sum([...byClass.values()]), minutes),
    minutes: rows
      .map(({ minute, counts }) => ({ at: beginning(minute), ...statsOf(sum(Object.values(counts)), 1) }))
      .sort((one, other) => one.at - other.at),
  }
}

/** ms since 1970. */
const beginning = (minute: string): number => Date.parse(`${minute}Z`)

function sum(all: readonly Counts[]): Counts {
  const total: Record<string, number> = {}
  for (const counts of all) for (const [name, count] of Object.entries(counts)) total[name] = (total[name] ?? 0) + count
  return total
}

function statsOf(counts: Counts, minutes: number): ClassStats {
  const of = (name: string): number => counts[name] ?? 0
  const [reads, hits, requests] = [of('reads'), of('hits'), of('requests')]
  return {
    reads,
    hits,
    misses: of('misses'),
    revalidations: of('revalidations'),
    notModified: of('notModified'),
    fallbacks: of('fallbacks'),
    collapsed: of('collapsed'),
    deniedAsStale: of('deniedAsStale'),
    errors: of('errors'),
    hitRatio: reads ? hits / reads : 0,
    api: { requests, p50: percentile(counts, 0.5), p95: percentile(counts, 0.95) },
    refreshesPerMinute: requests / minutes,
  }
}

/** ms, from the histogram; 0 where nothing was measured. */
function percentile(counts: Counts, part: number): number {
  const steps = Object.entries(counts)
    .flatMap(([name, count]) => (name.startsWith('ms') ? [{ step: Number(name.slice(2)), count }] : []))
    .sort((one, other) => one.step - other.step)
  let left = part * steps.reduce((all, { count }) => all + count, 0)
  for (const { step, count } of steps) {
    left -= count
    // The middle of the step, as steps grow.
    if (left <= 0) return Math.round(2 ** ((step - 0.5) / 4))
  }
  return 0
}
