import { verify } from '../../history/parts.ts'
import { Seeded } from './seeded.ts'

export type Mode = 'default' | 'no-cache' | 'reload' | 'no-store' | 'force-cache' | 'only-if-cached' | 'max-age'
/** `verify` names what it changed in its answer alone; `note` is named by no rule. */
export type Act = 'pay' | 'cancel' | 'release' | 'verify' | 'note'

/** One thing that somebody does, or that happens. Plain data: a scenario can be printed, shortened and played again. */
export type Operation =
  | { readonly do: 'read'; readonly tab: number; readonly url: string; readonly mode: Mode }
  | { readonly do: 'mutate'; readonly tab: number; readonly id: string; readonly act: Act }
  | { readonly do: 'elsewhere'; readonly id: string; readonly act: Act }
  /** The live channel tells so many changes as one; 0: that some were missed. */
  | { readonly do: 'hear'; readonly tab: number; readonly most: number }
  | { readonly do: 'log'; readonly tab: number; readonly way: 'in' | 'out' | 'in by a form' }
  /** One of what waits goes on: requests to the server, answers of it, calls of ports. */
  | { readonly do: 'go on'; readonly which: number }
  /** A request is lost before or after the server got it, or fails; `late`: the server gets it all the same, later. */
  | {
      readonly do: 'lose'
      readonly which: number
      readonly of: 'anything' | 'what changes something'
      readonly how: 'request' | 'late request' | 'answer' | '500' | '502' | '503' | '429' | '401' | '404'
    }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'kill'; readonly steps: number; readonly repeats: boolean }
  | { readonly do: 'replace' }
  | {
      readonly do: 'break disk'
      readonly step: 'read' | 'write' | 'open' | 'any'
      readonly how: 'full' | 'broken'
      readonly times: number
    }
  | { readonly do: 'sever' }
  | { readonly do: 'delete' }
  | { readonly do: 'set clock'; readonly ms: number }
  | { readonly do: 'sleep'; readonly ms: number }
  | { readonly do: 'connection'; readonly online: boolean }
  | { readonly do: 'doze'; readonly tab: number; readonly how: 'frozen' | 'cached' }
  | { readonly do: 'wake' | 'hello' | 'refresh'; readonly tab: number }

export interface Scenario {
  readonly seed: number
  readonly tabs: number
  /** How often requests wait to be let go on, and calls of ports. */
  readonly slowNetwork: number
  readonly slowPorts: number
  readonly etags: boolean
  readonly keys: boolean
  /** How often the server says `no-store`. */
  readonly unstored: number
  /** There is room for few entries. */
  readonly crowded: boolean
  /** All tabs but the first have a token in a header, and with it a session of their own, two of them. */
  readonly tokens: boolean
  /** Whether the policy knows that payments inside bookings age faster: without that, bookings are served for 5 minutes. */
  readonly aging: boolean
  readonly clientPages: boolean
  /** Whether the policy has single payments asked for together. */
  readonly batches: boolean
  /** Whether the browser has Web Locks: without them the worker remembers nothing of its store. */
  readonly locks: boolean
  /** What is read. */
  readonly urls: readonly string[]
  readonly operations: readonly Operation[]
  /** The worker is stopped at this call of a port, counted from the begin. */
  readonly stopAt?: { readonly call: number; readonly repeats: boolean }
  /** Of the event loop, that each rest waits for though nothing can happen: to see that nothing does. @default 0 */
  readonly turns?: number
  /** Whether what happens is told. */
  readonly traced?: boolean
}

const URLS = [
  '/api/bookings/my-bookings',
  '/api/payment/verify?bookingId=7',
  '/api/bookings/7',
  '/api/payment/verify?reference=ref-7',
  '/api/bookings/sync',
  '/api/payments?bookingIds=7,8',
] as const

const modes = {
  default: 12,
  'no-cache': 1,
  reload: 2,
  'no-store': 1,
  'force-cache': 3,
  'max-age': 1,
  'only-if-cached': 1,
}
const waits = [10, 400, 600, 3_100, 10_000, 29_500, 31_000, 61_000, 299_000, 301_000, 3_600_000]

/** What each kind of trouble weighs; most scenarios have few of them. */
const calm = {
  read: 40,
  mutate: 12,
  elsewhere: 10,
  hear: 10,
  'go on': 30,
  wait: 6,
  doze: 1,
  wake: 1,
  hello: 3,
  refresh: 1,
}
const troubles = {
  lose: 8,
  kill: 8,
  replace: 3,
  'break disk': 6,
  sever: 3,
  delete: 3,
  'set clock': 4,
  sleep: 3,
  connection: 4,
  log: 6,
} as const

/** The seed decides everything. */
export function scenarioOf(seed: number): Scenario {
  const random = new Seeded(seed)
  const tabs = 2 + random.below(3)
  const weights: Record<Operation['do'], number> = {
    ...calm,
    ...Object.fromEntries(Object.entries(troubles).map(([name, weight]) => [name, random.chance(0.3) ? weight : 0])),
  } as Record<Operation['do'], number>
  // Set back while the laptop sleeps: then both clocks are wrong, and nobody could know.
  if (weights['set clock'] > 0) weights.sleep = 0
  // With a token nobody logs in.
  const tokens = random.chance(0.2)
  if (tokens) weights.log = 0
  // Few, so that much happens to the same.
  const urls = Array.from({ length: 1 + random.below(3) }, () => random.pick<string>(URLS))
  // By a chance of its own: the other seeds' stories stay what they were.
  const batches = new Seeded(seed + 4).chance(0.3)
  if (batches) urls.push(verify('7'), verify('8'))
  const length = 6 + random.below(20)
  return {
    seed,
    tabs,
    slowNetwork: random.pick([0, 0.3, 0.7]),
    slowPorts: random.pick([0, 0, 0.05, 0.2]),
    etags: random.chance(0.7),
    keys: random.chance(0.3),
    unstored: random.pick([0, 0, 0, 0.3]),
    crowded: random.chance(0.2),
    tokens,
    aging: random.chance(0.5),
    clientPages: random.chance(0.7),
    batches,
    locks: new Seeded(seed + 5).chance(0.8),
    urls: [...new Set(urls)],
    operations: Array.from({ length }, () => operation(random, random.weighted(weights), { tabs, urls })),
  }
}

function operation(random: Seeded, what: Operation['do'], of: { tabs: number; urls: readonly string[] }): Operation {
  const tab = random.below(of.tabs)
  const id = random.pick(['7', '7', '7', '8'])
  const act = random.pick(['pay', 'pay', 'cancel', 'cancel', 'release', 'release', 'verify', 'note'] as const)
  switch (what) {
    case 'read':
      return { do: what, tab, url: random.pick(of.urls), mode: random.weighted(modes) }
    case 'mutate':
      return { do: what, tab, id, act }
    case 'elsewhere':
      return { do: what, id, act }
    case 'hear':
      return { do: what, tab, most: random.pick([1, 1, 2, 5, 0]) }
    case 'log':
      return { do: what, tab, way: random.pick(['in', 'out', 'in by a form']) }
    case 'go on':
      return { do: what, which: random.below(1_000) }
    case 'lose': {
      const how = random.pick(['request', 'late request', 'answer', '500', '502', '503', '429', '401', '404'] as const)
      const of = random.pick(['anything', 'what changes something'] as const)
      return { do: what, which: random.below(1_000), of, how }
    }
    case 'wait':
    case 'sleep':
      return { do: what, ms: random.pick(waits) }
    case 'kill':
      return { do: what, steps: random.below(30), repeats: random.chance(0.7) }
    case 'break disk': {
      const step = random.pick(['read', 'write', 'open', 'any'] as const)
      return { do: what, step, how: random.pick(['full', 'broken']), times: 1 + random.below(3) }
    }
    case 'set clock':
      return { do: what, ms: (random.chance(0.5) ? 1 : -1) * random.pick(waits) }
    case 'connection':
      return { do: what, online: random.chance(0.4) }
    case 'doze':
      return { do: what, tab, how: random.pick(['frozen', 'cached']) }
    case 'wake':
    case 'hello':
    case 'refresh':
      return { do: what, tab }
    case 'replace':
    case 'sever':
    case 'delete':
      return { do: what }
  }
}
