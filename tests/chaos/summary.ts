import type { Guarantee, History, Violation } from '../history/history.ts'

/** How often the driver did what. */
export type Done = Partial<Record<string, number>>

/** Figures of a campaign, or of a part of it. */
export interface Summary {
  readonly minutes: number
  readonly reads: number
  /** By what the answer says of itself (`Cache-Status`), or of what became of the read. */
  readonly answers: Readonly<Done>
  readonly mutations: Readonly<Done>
  /** How many mutations the server executed never, once, twice. */
  readonly executions: readonly number[]
  readonly notices: number
  readonly done: Readonly<Done>
  readonly violations: Readonly<Partial<Record<Guarantee, number>>>
}

export const nothing: Summary = {
  minutes: 0,
  reads: 0,
  answers: {},
  mutations: {},
  executions: [],
  notices: 0,
  done: {},
  violations: {},
}

/** How many stops of a worker a minute are wanted: 500 in ten. */
export const STOPS_A_MINUTE = 50

/** What one history holds; what the driver did is added once for all of a round. */
export function summaryOf(history: History, violations: readonly Violation[]): Summary {
  const { reads, mutations, notices } = history
  return {
    ...nothing,
    reads: reads.length,
    answers: counted(
      reads.flatMap(({ outcome, status = 200, source, items, controlled }) => {
        if (outcome !== 'served') return [outcome]
        const about = [
          source ? `from the ${source.from}` : 'without a word',
          ...(source?.collapsed === true ? ['collapsed'] : []),
          ...(source?.detail?.includes('network-fallback') === true ? ['fallback'] : []),
          ...(source?.detail === 'batched' ? ['batched'] : []),
          ...(items.some(({ masked }) => masked) ? ['masked'] : []),
          ...(status === 200 ? [] : [`status ${status}`]),
        ]
        return controlled === false ? [...about, 'uncontrolled'] : about
      }),
    ),
    mutations: counted(
      mutations.map(({ outcome, status }) =>
        status === undefined || outcome !== 'answered' ? outcome : `status ${status}`,
      ),
    ),
    executions: mutations.reduce<number[]>((counts, { executions: { length } }) => {
      for (let at = 0; at <= length; at += 1) counts[at] = (counts[at] ?? 0) + (at === length ? 1 : 0)
      return counts
    }, []),
    notices: notices.length,
    violations: counted(violations.map(({ guarantee }) => guarantee)),
  }
}

export function added(one: Summary, other: Summary): Summary {
  const longer = Math.max(one.executions.length, other.executions.length)
  return {
    minutes: one.minutes + other.minutes,
    reads: one.reads + other.reads,
    answers: together(one.answers, other.answers),
    mutations: together(one.mutations, other.mutations),
    executions: Array.from({ length: longer }, (_, at) => (one.executions[at] ?? 0) + (other.executions[at] ?? 0)),
    notices: one.notices + other.notices,
    done: together(one.done, other.done),
    violations: together(one.violations, other.violations),
  }
}

/** What a campaign must have seen at least once, if it was long enough for one of each. */
export const musts = [
  'pages frozen',
  'pages back from the cache',
  'pages loaded again',
  'databases deleted',
  'times without room',
  'logouts',
  'network: cut',
  'network: stall',
  'network: slow',
  'network: lose',
  'network: fail',
]

/** Why a campaign proves nothing, however few violations it found. Empty: it did enough. */
export function tooLittle(summary: Summary, { isOurs = true } = {}): string[] {
  const { minutes, reads, answers, mutations, notices, done } = summary
  const least: [string, number, number][] = [
    ['stops of a worker', done['stops'] ?? 0, (STOPS_A_MINUTE * minutes) / 2],
    ['reads', reads, 500 * minutes],
    ['answered mutations', mutations['status 200'] ?? 0, 10 * minutes],
  ]
  if (isOurs) {
    const [hits, fallbacks] = [answers['from the store'] ?? 0, answers['fallback'] ?? 0]
    least.push(['answers from the store', hits, 20 * minutes], ['notices', notices, 20 * minutes])
    if (minutes >= 0.9) least.push(['masked answers', answers['masked'] ?? 0, 1])
    if (minutes >= 5) least.push(['fallbacks', fallbacks, 1], ['new versions', done['new versions'] ?? 0, 1])
  }
  if (minutes >= 0.9) for (const must of musts) least.push([must, done[must] ?? 0, 1])
  return least.flatMap(([what, is, atLeast]) =>
    is < atLeast ? [`${is} ${what}, and ${Math.ceil(atLeast)} is the least`] : [],
  )
}

/** For people, a line each. */
export function described(summary: Summary): string[] {
  const { minutes, reads, answers, mutations, executions, notices, done, violations } = summary
  const line = (name: string, counts: Readonly<Done>): string =>
    `${name.padEnd(11)} ${Object.entries(counts)
      .sort(([, a = 0], [, b = 0]) => b - a)
      .map(([what, times]) => `${times} ${what}`)
      .join(', ')}`
  const times = ['never', 'once', 'twice', 'three times']
  return [
    `${minutes.toFixed(1)} min, ${reads} reads, ${notices} notices`,
    line('answers', answers),
    line('mutations', mutations),
    line('executed', Object.fromEntries(executions.map((count, at) => [times[at] ?? `${at} times`, count]))),
    line('troubles', done),
    line('violations', Object.keys(violations).length > 0 ? violations : { none: 0 }).replace('0 none', 'none'),
  ]
}

function counted<Name extends string>(names: readonly Name[]): Partial<Record<Name, number>> {
  const counts: Partial<Record<Name, number>> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

function together(one: Readonly<Done>, other: Readonly<Done>): Done {
  const sum: Done = { ...one }
  for (const [name, count = 0] of Object.entries(other)) sum[name] = (sum[name] ?? 0) + count
  return sum
}
