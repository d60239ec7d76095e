import * as fc from 'fast-check'
import type { Mutation, Trouble, Write } from './history.ts'

/** What is going to happen, before anybody reads. */
export interface Script {
  readonly reads: readonly Asked[]
  readonly mutations: readonly Mutation[]
  readonly writes: readonly Write[]
  readonly cuts: readonly Trouble[]
  /** When tab F slept. */
  readonly naps: readonly { readonly from: number; readonly until: number }[]
  readonly end: number
}

/** A read that a page is going to make. */
export interface Asked {
  readonly tab: string
  readonly url: string
  readonly begin: number
  /** How long the network takes, and when in that time the server reads its database. */
  readonly took: number
  readonly readAfter: number
  readonly reload: boolean
}

const step = fc.record({
  what: fc.oneof(
    { weight: 8, arbitrary: fc.constant('read' as const) },
    { weight: 3, arbitrary: fc.constant('mutate' as const) },
    fc.constantFrom('change', 'login', 'cut', 'nap'),
  ),
  gap: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 40_000 })),
  took: fc.integer({ min: 1, max: 900 }),
  point: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
  tab: fc.constantFrom('A', 'B', 'C'),
  id: fc.constantFrom('1', '2'),
  kind: fc.constantFrom('payment', 'booking'),
  page: fc.constantFrom('verify', 'booking', 'list'),
  fate: fc.constantFrom('answered', 'answered', 'failed', 'late', 'never'),
  reload: fc.boolean(),
})

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

/** Keys that the server knows, and what each URL answers. */
export const keys = ['payment:1', 'payment:2', 'booking:1', 'booking:2']

export function keysAt(url: string): readonly string[] {
  const id = url.at(-1) ?? ''
  if (url.endsWith('my-bookings')) return keys
  return url.includes('verify') ? [`payment:${id}`] : [`booking:${id}`, `payment:${id}`]
}

const urlOf = ({ page, id }: Step): string =>
  ({
    verify: `/api/payment/verify?bookingId=${id}`,
    booking: `/api/bookings/${id}`,
    list: '/api/bookings/my-bookings',
  })[page]

/** Scripts of any kind; `length` steps at most. */
export const scripts = (length = 40): fc.Arbitrary<Script> =>
  fc.array(step, { minLength: 1, maxLength: length, size: 'max' }).map(scriptOf)

function scriptOf(steps: readonly Step[]): Script {
  let now = 0
  let logins = 0
  const script = {
    reads: [] as Asked[],
    mutations: [] as Mutation[],
    cuts: [] as Trouble[],
    naps: [] as Script['naps'][number][],
  }
  const made: Omit<Write, 'version' | 'state'>[] = []
  for (const [index, each] of steps.entries()) {
    // No two steps begin at the same instant.
    now += each.gap + 0.001
    const { what, tab, took, point, id, kind, fate, reload } = each
    const [begin, end, executedAt] = [now, now + took, now + took * point]
    if (what === 'read') script.reads.push({ tab, url: urlOf(each), begin, took, readAfter: took * point, reload })
    else if (what === 'cut') script.cuts.push({ what: 'network', from: begin, until: end })
    else if (what === 'nap') {
      if ((script.naps.at(-1)?.until ?? 0) < begin) script.naps.push({ from: begin, until: begin + 10 * took })
    } else if (what === 'change') made.push({ key: `${kind}:${id}`, from: begin, until: begin })
    else {
      const at = fate === 'late' && what === 'mutate' ? end + 5 * took * point : executedAt
      const never = fate === 'never' && what === 'mutate'
      const executions = never ? [] : [{ from: at, until: at }]
      const key = `${kind}:${id}`
      const [mutation, session] = [`m${index}`, `s${logins}`]
      if (what === 'login') {
        // One at a time: a browser has one cookie.
        const last = script.mutations.findLast(({ boundary }) => boundary)
        if (last && (last.end ?? 0) >= begin) continue
        const boundary = { from: `s${logins}`, to: `s${(logins += 1)}` }
        script.mutations.push({
          id: mutation,
          tab,
          session,
          begin,
          end,
          executions,
          keys: [],
          outcome: 'answered',
          boundary,
        })
      } else {
        const outcome = fate === 'answered' ? 'answered' : 'failed'
        const groups = [`payment:${id}`, `booking:${id}`, 'bookings', 'payments']
        script.mutations.push({ id: mutation, tab, session, begin, end, executions, keys: [key], outcome, groups })
        if (!never) made.push({ key, from: at, until: at, by: mutation })
      }
    }
  }
  return { ...script, writes: numbered(made), end: now + 100_000 }
}

/** Versions in the order in which the server made them. */
function numbered(made: readonly Omit<Write, 'version' | 'state'>[]): Write[] {
  const first: typeof made = keys.map((key) => ({ key, from: -1, until: -1 }))
  const counts = new Map<string, number>()
  return [...first, ...made]
    .sort((a, b) => a.from - b.from)
    .map(({ key, from, until, by = 'nobody' }) => {
      const version = (counts.get(key) ?? 0) + 1
      counts.set(key, version)
      return { key, version, from, until, by, state: `state-${version}`, owners: ['ann', 'bob'] }
    })
}
