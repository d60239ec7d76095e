import { defaultPolicy } from '../../shared/default-policy.ts'
import { readPolicy } from '../../shared/read-policy.ts'
import type {
  History,
  Invalidation,
  Item,
  Mutation,
  PageEvent,
  Read,
  ServerRequest,
  Shown,
  Trouble,
  Write,
} from './history.ts'
import { rulesOf, type Rules } from './rules.ts'

/** Key → version, or what else is to be said of it. */
export type Items = Readonly<Record<string, number | Omit<Item, 'key'>>>

/** What the default policy demands. One object, so that what is worked out about it is kept. */
export const defaultRules: Rules = rulesOf(readPolicy({}, defaultPolicy))

export const verify7 = '/api/payment/verify?bookingId=7'
export const booking7 = '/api/bookings/7'
export const myBookings = '/api/bookings/my-bookings'

const states = ['PENDING', 'ESCROW', 'RELEASED', 'COMPLETED']

/** A history without events, to be told. */
export const given = (rules: Partial<Rules> = {}): HistoryBuilder =>
  new HistoryBuilder(Object.keys(rules).length === 0 ? defaultRules : { ...defaultRules, ...rules })

/**
 * Tells a history by hand, in ms, in any order. Unless said otherwise everything happens in session `s1`, versions are
 * named after the life of a payment, and a mutation executes in the middle of its time.
 *
 * @example
 * given().write('payment:7', 1, 0).mutate('A', 'm1', [100, 200], { makes: ['payment:7', 2] }).hit('B', verify7, [300, 301], { 'payment:7': 1 })
 */
export class HistoryBuilder implements History {
  readonly rules: Rules
  end = Number.POSITIVE_INFINITY
  readonly writes: Write[] = []
  readonly reads: Read[] = []
  readonly mutations: Mutation[] = []
  readonly requests: ServerRequest[] = []
  readonly pages: PageEvent[] = []
  readonly notices: { tab: string; at: number; groups: readonly string[] }[] = []
  readonly invalidations: Invalidation[] = []
  readonly shown: Shown[] = []
  readonly troubles: Trouble[] = []

  constructor(rules: Rules) {
    this.rules = rules
  }

  write(key: string, version: number, at: number | readonly [number, number], more: Partial<Write> = {}): this {
    const [from, until] = typeof at === 'number' ? [at, at] : at
    this.writes.push({ key, version, from, until, state: states[version - 1] ?? 'FAILED', ...more })
    return this
  }

  /** A read that no request of the server's is known of. */
  read(
    tab: string,
    url: string,
    [begin, end]: readonly [number, number],
    items: Items,
    more: Partial<Read> = {},
  ): this {
    const id = `r${this.reads.length + 1}`
    const read = { id, tab, session: 's1', url, begin, end, outcome: 'served', items: itemsOf(items) } as const
    this.reads.push({ ...read, ...more })
    return this
  }

  /** A read that says that it came from the store. */
  hit(tab: string, url: string, at: readonly [number, number], items: Items, more: Partial<Read> = {}): this {
    return this.read(tab, url, at, items, { source: { from: 'store' }, ...more })
  }

  /** A read that the server answered. */
  fetch(tab: string, url: string, at: readonly [number, number], items: Items, more: Partial<Read> = {}): this {
    const { session = 's1', status = 200 } = more
    const id = `r${this.reads.length + 1}`
    this.request(url, at, items, { id, session, status })
    return this.read(tab, url, at, items, { source: { from: 'network' }, ...more })
  }

  fail(tab: string, url: string, at: readonly [number, number], more: Partial<Read> = {}): this {
    return this.read(tab, url, at, {}, { outcome: 'failed', ...more })
  }

  request(
    url: string,
    [start, end]: readonly [number, number | null],
    items: Items,
    more: Partial<ServerRequest> = {},
  ): this {
    const request = { method: 'GET', url, session: 's1', start, end, status: 200, items: itemsOf(items) }
    this.requests.push({ ...request, ...more })
    return this
  }

  /** `makes` is a key and the version of it that the mutation makes, `at` when. */
  mutate(
    tab: string,
    id: string,
    [begin, end]: readonly [number, number | null],
    { makes, at, ...more }: Partial<Mutation> & { makes?: readonly [string, number]; at?: number } = {},
  ): this {
    const time = at ?? (begin + (end ?? begin)) / 2
    if (makes) this.write(makes[0], makes[1], time, { by: id })
    const keys = makes ? [makes[0]] : []
    const executions = [{ from: time, until: time }]
    this.mutations.push({ id, tab, session: 's1', begin, end, outcome: 'answered', keys, executions, ...more })
    return this
  }

  page(tab: string, ...events: readonly (readonly [PageEvent['is'], number])[]): this {
    this.pages.push(...events.map(([is, at]) => ({ tab, at, is })))
    return this
  }

  told(tab: string, at: number, ...groups: readonly string[]): this {
    this.notices.push({ tab, at, groups })
    return this
  }

  invalidate(at: number, ...groups: readonly string[]): this {
    this.invalidations.push({ from: at, until: at, groups })
    return this
  }

  show(tab: string, at: number, key: string, version: number, more: Partial<Shown> = {}): this {
    this.shown.push({ tab, at, key, version, ...more })
    return this
  }

  trouble(what: Trouble['what'], from: number, until = from): this {
    this.troubles.push({ what, from, until })
    return this
  }

  /** The wall clock is set forward by so many ms; negative: back. */
  setClock(setBy: number, at: number): this {
    this.troubles.push({ what: 'clock', from: at, until: at, setBy })
    return this
  }

  /** When recording stopped. */
  until(end: number): this {
    this.end = end
    return this
  }
}

function itemsOf(items: Items): Item[] {
  return Object.entries(items).map(([key, said]) => ({ key, ...(typeof said === 'number' ? { version: said } : said) }))
}
