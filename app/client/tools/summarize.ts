import type { StatsRow } from '../../../shared/report.ts'
import type { ClassStats, SyncStats } from './tools.ts'

/** ms */
const MINUTE = 60_000

/** What happened, how often, in words of {@link StatsRow}. */
type Count = readonly [what: string, count: number]

/** What the worker counted, for people. `now`: ms since 1970. */
export function summarize(rows: readonly StatsRow[], now: number): SyncStats {
  const since = Math.min(now, ...rows.map(beginning))
  const minutes = Math.max(1, (now - since) / MINUTE)
  const all = rows.flatMap(({ counts }) => Object.entries(counts))
  const names = [...new Set(all.map(classOf))].sort()
  const ofClass = (name: string): ClassStats =>
    statsOf(
      all.filter((count) => classOf(count) === name),
      minutes,
    )
  return {
    since,
    classes: Object.fromEntries(names.map((name) => [name, ofClass(name)])),
    total: statsOf(all, minutes),
    minutes: rows
      .map((row) => ({ at: beginning(row), ...statsOf(Object.entries(row.counts), 1) }))
      .sort((one, other) => one.at - other.at),
  }
}

/** ms since 1970. */
const beginning = ({ minute }: StatsRow): number => Date.parse(`${minute}Z`)

const classOf = ([what]: Count): string => what.split(' ', 1)[0] ?? ''

/** Requests to the API: status, and the step of their time. */
const request = / (ask|confirm) (\d+) (\d+)$/

function statsOf(counts: readonly Count[], minutes: number): ClassStats {
  const read = (part: string): number =>
    sum(counts.filter(([what]) => !request.test(what) && ` ${what} `.includes(part)))
  const [reads, hits] = [read(''), read(' hit')]
  const asked = counts.flatMap(([what, count]) => {
    const [, verb, status, step] = request.exec(what) ?? []
    return verb ? [{ verb, status: Number(status), step: Number(step), count }] : []
  })
  const requests = (is: (one: (typeof asked)[number]) => boolean): number =>
    asked.filter(is).reduce((total, { count }) => total + count, 0)
  const all = requests(() => true)
  return {
    reads,
    hits,
    misses: read('fwd=miss'),
    revalidations: requests(({ verb }) => verb === 'confirm'),
    notModified: requests(({ status }) => status === 304),
    fallbacks: read('network-fallback'),
    collapsed: read('; collapsed'),
    deniedAsStale: read('; denied'),
    errors: requests(({ status }) => status === 0 || status >= 500),
    hitRatio: reads ? hits / reads : 0,
    api: { requests: all, p50: percentile(asked, all * 0.5), p95: percentile(asked, all * 0.95) },
    refreshesPerMinute: all / minutes,
  }
}

const sum = (counts: readonly Count[]): number => counts.reduce((total, [, count]) => total + count, 0)

/** ms within which `least` of them were answered, from the histogram; 0 where nothing was measured. */
function percentile(asked: readonly { readonly step: number; readonly count: number }[], least: number): number {
  let sofar = 0
  for (const { step, count } of [...asked].sort((one, other) => one.step - other.step)) {
    sofar += count
    // The middle of the step, as steps grow.
    if (sofar >= least) return Math.round(2 ** (Math.max(0, step - 0.5) / 4))
  }
  return 0
}
