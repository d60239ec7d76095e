import { atMost } from '../at-most.ts'
import { firstLine } from '../start-error.ts'
import { changesAfter, missedChanges, MOST_AT_ONCE, newestChange, pruneChanges } from './change-rows.ts'
import type { Database } from '../database/database.ts'
import type { Log } from '../log.ts'
import type { Change, ChangeTransport } from './change-transport.ts'

export interface TransportTimes {
  /** How often the table is read though nobody told, in ms. @default 2000 */
  readonly pollMs?: number
  /** How often old changes are forgotten, in ms. @default an hour */
  readonly pruneMs?: number
}

/**
 * Reads the table of changes whenever the database says that there is something. `NOTIFY` is a hint and carries
 * nothing: one that gets lost with its connection costs a moment, because the table is read again when the connection
 * is back, and every other second anyway.
 */
export function databaseTransport(
  database: Database,
  log: Log,
  { pollMs = 2_000, pruneMs = 3_600_000 }: TransportTimes = {},
): ChangeTransport {
  let deliver: (batch: readonly Change[]) => void = () => undefined
  let position = 0n
  let reading: Promise<void> | undefined
  let again = false
  let failing = false
  let stopped = false
  let off: (() => Promise<void>) | undefined
  /** Told of something since the last poll; the last poll found something that nobody had told of. */
  let told = false
  let untold = false
  const timers: NodeJS.Timeout[] = []

  /** One read at a time. A hint that comes while one runs may be about what it didn't see: it reads once more. */
  const read = (): Promise<void> => {
    again = !stopped
    return (reading ??= readOn())
  }

  async function readOn(): Promise<void> {
    try {
      while (again) {
        again = false
        const batch = await changesAfter(database, position)
        const last = batch.at(-1)
        if (!last) continue
        position = last.seq
        deliver(batch)
        again ||= batch.length === MOST_AT_ONCE
      }
    } finally {
      // In the same turn as the last look at `again`: a hint in between would find nobody.
      reading = undefined
    }
  }

  const attempt = (work: () => Promise<void>) => (): void => {
    if (!stopped) void tried(work)
  }

  /** A failure is said once, however long it lasts. */
  async function tried(work: () => Promise<void>): Promise<void> {
    try {
      await work()
      if (failing) log('info', 'live.resumed')
      failing = false
    } catch (error) {
      if (!failing && !stopped) log('warn', 'live.interrupted', { problem: firstLine(error) })
      failing = true
    }
  }

  const hear = async (): Promise<void> => {
    off = await database.listen(
      'payment_sync_changes',
      attempt(() => {
        told = true
        return read()
      }),
      attempt(read),
    )
  }

  /** Reads without being told. What the last poll found should have been told of by now: if not, nobody listens. */
  async function poll(): Promise<void> {
    if (untold && !told) {
      log('warn', 'live.deaf')
      await atMost(1_000, off?.())
      await hear()
    }
    told = false
    const before = position
    await read()
    untold = position > before
  }

  return {
    async start(receiver) {
      position = await newestChange(database)
      deliver = receiver
      await hear()
      const prune = attempt(() => pruneChanges(database))
      timers.push(setInterval(attempt(poll), pollMs), setInterval(prune, pruneMs))
      prune()
    },
    latest: () => position,
    catchUp: read,
    async since(userId, seq) {
      if (seq > position) await read()
      return seq > position ? undefined : missedChanges(database, userId, seq)
    },
    async stop() {
      stopped = true
      again = false
      for (const timer of timers) clearInterval(timer)
      // A connection that broke can't be told to be quiet, and needn't be.
      await atMost(1_000, off?.(), reading)
    },
  }
}
