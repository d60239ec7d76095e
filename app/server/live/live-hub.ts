import { invalidate, ready, reset } from './event-text.ts'
import type { Change, ChangeTransport } from './change-transport.ts'

/** One browser that listens. */
export interface Listener {
  readonly userId: string
  /** The hash of its session's token. */
  readonly session: string
  readonly send: (text: string) => void
  /** The stream is over; says why, for the log. */
  readonly end: (reason: 'session' | 'shutdown') => void
}

interface Entry {
  readonly listener: Listener
  /** What it has been told. */
  told: bigint
  /** What comes while its past is looked up. */
  waiting: Change[] | undefined
}

/** All streams of this instance: who hears what. */
export class LiveHub {
  readonly #byUser = new Map<string, Set<Entry>>()
  readonly #transport: ChangeTransport
  #count = 0
  closed = false

  constructor(transport: ChangeTransport) {
    this.#transport = transport
  }

  /** How many streams are open. */
  get count(): number {
    return this.#count
  }

  countOf(userId: string): number {
    return this.#byUser.get(userId)?.size ?? 0
  }

  /**
   * Tells a browser everything from now on, or what it missed since `lastId` first.
   *
   * @param lastId what the browser says; anything
   * @returns the off switch, at once; it may be told something before its past is known to be all there
   */
  add(listener: Listener, lastId: string | undefined): { readonly settled: Promise<void>; remove: () => void } {
    const entry: Entry = { listener, told: this.#transport.latest(), waiting: [] }
    const entries = this.#byUser.get(listener.userId) ?? new Set()
    this.#byUser.set(listener.userId, entries.add(entry))
    this.#count += 1
    const remove = (): void => {
      if (!entries.delete(entry)) return
      this.#count -= 1
      if (entries.size === 0) this.#byUser.delete(listener.userId)
    }
    return { settled: this.#catchUp(entry, lastId), remove }
  }

  async #catchUp(entry: Entry, lastId: string | undefined): Promise<void> {
    const { listener } = entry
    if (lastId === undefined) {
      // What the page has seen already it needn't be told.
      await this.#transport.catchUp()
      entry.told = this.#transport.latest()
      listener.send(ready(entry.told))
    } else {
      // Eighteen digits: any more are no number of a database.
      const from = /^\d{1,18}$/.test(lastId) ? BigInt(lastId) : undefined
      const missed = from === undefined ? undefined : await this.#transport.since(listener.userId, from)
      entry.told = missed?.at(-1)?.seq ?? (missed && from) ?? this.#transport.latest()
      if (missed === undefined) listener.send(reset(entry.told))
      else if (missed.length > 0) listener.send(invalidate(missed))
    }
    const waiting = entry.waiting ?? []
    entry.waiting = undefined
    tell(entry, waiting)
  }

  /** One batch, one event for each user whom it concerns. */
  deliver(batch: readonly Change[]): void {
    const byUser = new Map<string, Change[]>()
    for (const change of batch) {
      const others = byUser.get(change.userId)
      if (others) others.push(change)
      else if (this.#byUser.has(change.userId)) byUser.set(change.userId, [change])
    }
    for (const [userId, changes] of byUser) {
      for (const entry of this.#byUser.get(userId) ?? []) {
        if (entry.waiting) entry.waiting.push(...changes)
        else tell(entry, changes)
      }
    }
  }

  /** The sessions that listen here. */
  sessions(): string[] {
    return [...new Set(this.#all().map(({ listener }) => listener.session))]
  }

  endSession(session: string): void {
    for (const { listener } of this.#all()) if (listener.session === session) listener.end('session')
  }

  /** For good. */
  close(): void {
    this.closed = true
    for (const { listener } of this.#all()) listener.end('shutdown')
  }

  #all(): Entry[] {
    return [...this.#byUser.values()].flatMap((entries) => [...entries])
  }
}

function tell(entry: Entry, changes: readonly Change[]): void {
  const fresh = changes.filter(({ seq }) => seq > entry.told)
  const last = fresh.at(-1)
  if (!last) return
  entry.told = last.seq
  entry.listener.send(invalidate(fresh))
}
