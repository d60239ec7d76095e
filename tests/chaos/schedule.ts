import type { Mode } from '../history/history.ts'
import { Seeded } from '../simulation/random/seeded.ts'

/** Which tab is which device's: two browsers that know nothing of each other. */
export const DEVICES = [
  [0, 1, 2],
  [3, 4],
] as const
export const TABS = 5
/** How many bookings of the client's are read and changed at a time. */
export const SLOTS = 8

/** What is read; `slot` says about which booking. */
export const READS = ['my-bookings', 'bookings', 'booking', 'verify', 'payments', 'sync', 'services'] as const
export type ReadName = (typeof READS)[number]

/** One thing that somebody does, or that happens, so many ms after the begin. Plain data: a seed tells all of it. */
export type Action = { readonly at: number } & (
  | {
      readonly do: 'read'
      readonly tab: number
      readonly what: ReadName
      readonly slot: number
      readonly mode: Mode
      readonly maxAge?: number
    }
  /** `fits`: something that the booking's state allows; else anything. `choice` says which. */
  | {
      readonly do: 'change'
      readonly tab: number
      readonly slot: number
      readonly fits: boolean
      readonly choice: number
    }
  /** Another device, or a provider's webhook: it passes no worker of ours. */
  | { readonly do: 'elsewhere'; readonly slot: number }
  | { readonly do: 'log'; readonly device: number; readonly as: 'the other' | 'nobody'; readonly for: number }
  | { readonly do: 'stop'; readonly device: number }
  | { readonly do: 'replace'; readonly device: number }
  | { readonly do: 'delete'; readonly tab: number }
  | { readonly do: 'quota'; readonly device: number; readonly for: number }
  | { readonly do: 'freeze' | 'leave'; readonly tab: number; readonly for: number }
  | { readonly do: 'reload'; readonly tab: number }
  | { readonly do: 'network'; readonly how: NetworkTrouble; readonly for: number }
)

/** `cut`: no connection at all; `stall`: nothing moves; `slow`: some, each way; `lose`: some, each way; `fail`: 500, 502, 503, 429. */
export type NetworkTrouble = 'cut' | 'stall' | 'slow' | 'lose' | 'fail'

type Window =
  'calm' | 'slow' | 'sleepers' | 'stops' | 'slow stops' | 'cuts' | 'failures' | 'restless sleepers' | 'store' | 'logins'

/**
 * Each kind stands in a deck, so that none is left to luck. The gentle deck comes first: once the outcome of a mutation is
 * unknown, a minute passes in which much of the store isn't used, and so isn't tried.
 */
const gentle: readonly Window[] = ['calm', 'slow', 'calm', 'slow', 'sleepers']
const harsh: readonly Window[] = [
  ...(['stops', 'stops', 'stops', 'slow stops', 'slow stops'] as const),
  ...(['cuts', 'failures', 'restless sleepers', 'store', 'logins'] as const),
]
const LONGEST_WINDOW = 4_000

const stopsIn: ReadonlySet<Window> = new Set(['stops', 'slow stops', 'failures', 'restless sleepers', 'logins'])

const anyMode = { default: 14, 'no-cache': 1, reload: 2, 'no-store': 1, 'force-cache': 4, 'only-if-cached': 1 } as const
/** What any cache does alike: `force-cache` is a licence for an HTTP cache to answer however old its answer is. */
const plainModes = { ...anyMode, 'force-cache': 0, 'only-if-cached': 0 } as const
const reads = { 'my-bookings': 5, bookings: 1, booking: 6, verify: 6, payments: 2, sync: 1, services: 1 } as const

export interface ScheduleOptions {
  readonly seed: number
  /** ms */
  readonly length: number
  /** Whether pages ask in ways that only our worker knows. */
  readonly plainReads?: boolean
}

/** The seed decides everything but the timing of what answers. */
export function scheduleOf({ seed, length, plainReads = false }: ScheduleOptions): Action[] {
  const random = new Seeded(seed)
  const actions: Action[] = []
  const windowLength = Math.min(LONGEST_WINDOW, length / (gentle.length + harsh.length))
  let cards: Window[] = []
  for (let from = 0; from < length; from += windowLength) {
    if (cards.length === 0) cards = [...shuffled(random, harsh), ...shuffled(random, gentle)]
    const window = cards.pop() ?? 'calm'
    const until = Math.min(from + windowLength, length)
    actions.push(...people(random, window, { from, until, plainReads }), ...troubles(random, window, from, until))
  }
  return actions.filter(({ at }) => at < length).sort((a, b) => a.at - b.at)
}

interface Stretch {
  readonly from: number
  readonly until: number
  readonly plainReads: boolean
}

function people(random: Seeded, window: Window, { from, until, plainReads }: Stretch): Action[] {
  const actions: Action[] = []
  for (let at = from + random.below(80); at < until; at += 10 + random.below(120)) {
    // Two that everybody looks at, so that much happens to the same.
    const slot = random.below(random.chance(0.6) ? 2 : SLOTS)
    if (random.chance(0.03)) actions.push({ at, do: 'elsewhere', slot })
    else if (random.chance(0.06)) actions.push(...knot(random, at, slot, stopsIn.has(window)))
    else actions.push(...readings(random, at, slot, plainReads))
  }
  return actions
}

/** A change, with reads of what it changes before, during and after: where caches go wrong. */
function knot(random: Seeded, at: number, slot: number, withStops: boolean): Action[] {
  const tab = random.below(TABS)
  const change: Action = { at, do: 'change', tab, slot, fits: random.chance(0.85), choice: random.below(1_000) }
  const reads = [-80, -30, 40, 300, 900].map((later): Action => {
    const what = random.pick(['my-bookings', 'booking', 'booking', 'verify', 'payments'] as const)
    const time = Math.max(0, at + later + random.below(100))
    return { at: time, do: 'read', tab: random.below(TABS), what, slot, mode: 'default' }
  })
  // In the midst of it, where it hurts most.
  const stop: Action = { at: at + random.below(80), do: 'stop', device: deviceOf(tab) }
  return [change, ...reads, ...(withStops && random.chance(0.5) ? [stop] : [])]
}

/** One page, or all at once. */
function readings(random: Seeded, at: number, slot: number, plainReads: boolean): Action[] {
  const [what, mode] = [random.weighted(reads), random.weighted(plainReads ? plainModes : anyMode)]
  const read = { at, do: 'read', what, slot, mode } as const
  const tab = random.below(TABS)
  if (random.chance(0.04)) return Array.from({ length: TABS }, (_, each) => ({ ...read, tab: each }))
  return [
    mode === 'default' && random.chance(0.1) ? { ...read, tab, maxAge: random.pick([1, 2, 29]) } : { ...read, tab },
  ]
}

function troubles(random: Seeded, window: Window, from: number, until: number): Action[] {
  const within = (share: number): number => from + random.below(Math.floor((until - from) * share))
  const device = random.below(DEVICES.length)
  const long = (least: number, most: number): number => least + random.below(most - least)
  const network = (how: NetworkTrouble, lasts: number, share = 0.3): Action => ({
    at: within(share),
    do: 'network',
    how,
    for: lasts,
  })
  const actions = stopsIn.has(window) ? stops(random, from, until) : []
  switch (window) {
    case 'calm':
    case 'stops':
      break
    case 'slow':
    case 'slow stops':
      actions.push(network('slow', long(2_000, 3_500)))
      break
    case 'cuts':
      actions.push(network('cut', long(500, 1_500)), network('stall', long(1_200, 1_800), 0.6))
      break
    case 'failures':
      actions.push(network('lose', long(1_000, 2_500)), network('fail', long(1_000, 2_500), 0.5))
      break
    case 'sleepers':
    case 'restless sleepers':
      // The first tab of a device is never put to sleep: it is the one that logs in and out.
      actions.push({ at: within(0.3), do: 'freeze', tab: random.pick([1, 4]), for: long(800, 3_000) })
      actions.push({ at: within(0.3), do: 'leave', tab: 2, for: long(300, 2_500) })
      actions.push({ at: within(0.9), do: 'leave', tab: random.pick([1, 4]), for: long(300, 1_000) })
      actions.push({ at: within(0.9), do: 'reload', tab: random.pick([1, 2, 4]) })
      actions.push({ at: within(0.9), do: 'replace', device })
      break
    case 'store':
      actions.push({ at: within(0.5), do: 'quota', device, for: long(800, 2_000) })
      actions.push({ at: within(0.9), do: 'delete', tab: random.below(TABS) })
      break
    case 'logins':
      actions.push({
        at: within(0.3),
        do: 'log',
        device: 0,
        as: random.pick(['the other', 'nobody']),
        for: long(800, 2_000),
      })
      actions.push({ at: within(0.3), do: 'log', device: 1, as: 'nobody', for: long(500, 1_500) })
      break
  }
  return actions
}

function stops(random: Seeded, from: number, until: number): Action[] {
  const actions: Action[] = []
  for (let at = from + random.below(500); at < until; at += 200 + random.below(500))
    actions.push({ at, do: 'stop', device: random.chance(0.6) ? 0 : 1 })
  return actions
}

export const deviceOf = (tab: number): number => DEVICES.findIndex((tabs) => (tabs as readonly number[]).includes(tab))

function shuffled<Each>(random: Seeded, list: readonly Each[]): Each[] {
  const left = [...list]
  return Array.from(list, () => left.splice(random.below(left.length), 1)[0] as Each)
}
