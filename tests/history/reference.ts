import { defaultRules } from './builder.ts'
import type { History, Item, Notice, Read, ServerRequest, Shown } from './history.ts'
import { keysAt, type Asked, type Script } from './script.ts'

/** Plays a script in a browser that keeps nothing. */
export const withoutCache = (script: Script): History => new Reference(script, 'no-store').play()

/**
 * Plays a script in a browser that keeps all the server allows and, as only a reference can, knows at once of every change
 * wherever it is made.
 */
export const withPerfectCache = (script: Script): History => new Reference(script, 'default').play()

interface Asking extends ServerRequest {
  readonly end: number
  readonly readAt: number
  readonly items: readonly Item[]
}

class Reference {
  readonly #script: Script
  readonly #mode: 'no-store' | 'default'
  readonly #reads: Read[] = []
  readonly #requests: Asking[] = []

  constructor(script: Script, mode: 'no-store' | 'default') {
    this.#script = script
    this.#mode = mode
  }

  play(): History {
    for (const asked of this.#script.reads) this.#read(asked)
    const { mutations, writes, cuts, naps, end } = this.#script
    return {
      rules: defaultRules,
      end,
      writes,
      reads: this.#reads,
      mutations: mutations.map((mutation) => ({ ...mutation, session: this.#session(mutation.begin) })),
      requests: this.#requests,
      pages: [
        ...['A', 'B', 'C', 'F'].map((tab) => ({ tab, at: -1, is: 'opened' as const })),
        ...naps.flatMap(({ from, until }) => [
          { tab: 'F', at: from, is: 'frozen' as const },
          { tab: 'F', at: until, is: 'resumed' as const },
        ]),
      ],
      notices: mutations.flatMap(({ end, groups = [] }) =>
        ['A', 'B', 'C', 'F'].map((tab): Notice => ({ tab, at: this.#awake(tab, end ?? 0), groups })),
      ),
      invalidations: [],
      shown: this.#shown(),
      troubles: cuts,
    }
  }

  #read(asked: Asked): void {
    const { tab, url, begin, reload } = asked
    const session = this.#session(begin)
    const read = { id: `r${this.#reads.length}`, tab, session, user: userOf(session), url, begin }
    const finish = (end: number, more: Pick<Read, 'items' | 'outcome' | 'mode'> & Partial<Read>): unknown =>
      this.#reads.push({ ...read, end, ...more })
    const mode = this.#mode === 'default' && reload ? 'reload' : this.#mode
    const mayUse = mode === 'default'
    const kept = mayUse ? this.#kept(url, session, begin) : undefined
    const age = kept ? begin - kept.readAt : Number.POSITIVE_INFINITY
    const isBooking = !url.includes('verify')

    if (kept && isBooking && age <= 300_000) {
      // Its clock is the server's; a cache's own, which counts from the sending, says a little more.
      const old = begin - kept.start >= 30_000
      const items = kept.items.map((item) => (old && item.key.startsWith('payment') ? { ...item, masked: true } : item))
      if (old && !this.#underWay(url, session, begin)) this.#ask(asked, { ...read, mode })
      return void finish(begin + 1, { outcome: 'served', items, mode, source: { from: 'store' } })
    }
    const shared = mayUse ? this.#underWay(url, session, begin) : undefined
    const request = shared ?? this.#ask(asked, { ...read, mode })
    if (request.status !== null) {
      return void finish(request.end, { outcome: 'served', items: request.items, mode, source: { from: 'network' } })
    }
    if (kept && age <= 30_000)
      return void finish(request.end, { outcome: 'served', items: kept.items, mode, source: { from: 'store' } })
    finish(request.end, { outcome: 'failed', items: [], mode })
  }

  #ask(
    { url, took, readAfter }: Asked,
    { id, begin: start, mode }: Pick<Read, 'id' | 'begin'> & { mode: Read['mode'] & string },
  ): Asking {
    const [end, readAt] = [start + took, start + readAfter]
    const isCut = this.#script.cuts.some(({ from, until }) => from <= end && until >= start)
    const session = this.#switched(readAt)
    const request = { id, method: 'GET', url, session, start, end, readAt, status: isCut ? null : 200, mode }
    const asking = { ...request, items: isCut ? [] : this.#answer(url, readAt, userOf(session)) }
    this.#requests.push(asking)
    return asking
  }

  #answer(url: string, at: number, owner: string): Item[] {
    return keysAt(url).map((key) => {
      const version = this.#script.writes.filter((write) => write.key === key && write.from <= at).length
      return { key, version, state: `state-${version}`, owner }
    })
  }

  /** The last answer that came, if all it says is still so. */
  #kept(url: string, session: string, now: number): Asking | undefined {
    const last = this.#requests.findLast(
      (each) => each.url === url && each.end < now && each.status === 200 && this.#belongs(each, session),
    )
    return last && this.#isUnchanged(url, last.readAt, now) ? last : undefined
  }

  /** A request that was sent after every change. */
  #underWay(url: string, session: string, now: number): Asking | undefined {
    const open = this.#requests.filter((each) => each.url === url && each.start <= now && each.end >= now)
    // Whose answer it will be, nobody knows yet.
    return open.find((each) => this.#session(each.start) === session && this.#isUnchanged(url, each.start, now))
  }

  /** One that was under way during a login is nobody's. */
  #belongs(request: Asking, session: string): boolean {
    return request.session === session && this.#session(request.start) === session
  }

  #isUnchanged(url: string, since: number, now: number): boolean {
    const about = new Set(keysAt(url))
    return !this.#script.writes.some(({ key, from }) => about.has(key) && from > since && from <= now)
  }

  /** As the pages know it. */
  #session(at: number): string {
    const logins = this.#script.mutations.filter(({ boundary, end }) => boundary && (end ?? 0) < at)
    return `s${logins.length}`
  }

  /** As the server knows it. */
  #switched(at: number): string {
    const logins = this.#script.mutations.filter(
      ({ boundary, executions }) => boundary && (executions[0]?.from ?? 0) < at,
    )
    return `s${logins.length}`
  }

  #awake(tab: string, at: number): number {
    if (tab !== 'F') return at + 1
    const { naps } = this.#script
    return naps.reduce((time, { from, until }) => (from <= time && time <= until ? until + 1 : time), at + 1)
  }

  /** Each page shows what it reads, unless it shows something newer. */
  #shown(): Shown[] {
    const newest = new Map<string, number>()
    return [...this.#reads]
      .sort((a, b) => a.end - b.end)
      .flatMap(({ tab, end: at, items }) => items.map((item): Shown => ({ ...item, tab, at })))
      .filter(({ tab, key, version, masked }) => {
        if (masked === true || version < (newest.get(tab + key) ?? 0)) return false
        newest.set(tab + key, version)
        return true
      })
  }
}

const userOf = (session: string): string => (Number(session.slice(1)) % 2 === 0 ? 'ann' : 'bob')
