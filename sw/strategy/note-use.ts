import type { EntryRecord } from '../store/records.ts'
import type { Context, WaitUntil } from './context.ts'

/** ms; the time of last use need not be more exact. */
const ONCE_IN = 60_000

/** Keeps what is in use from being evicted. Off the answer's path, and no harm where it fails: it is a hint. */
export function noteUse({ ports, store }: Context, { key, asOf, lastUsed }: EntryRecord, waitUntil: WaitUntil): void {
  const { wall } = ports.now()
  if (Math.abs(wall - lastUsed.getTime()) < ONCE_IN) return
  const noted = store.tryCommit(async ({ transaction }) => {
    const entry = await transaction.get('entries', key)
    if (entry?.asOf === asOf) await transaction.put('entries', { ...entry, lastUsed: new Date(wall) })
  })
  waitUntil(noted.catch(() => undefined))
}
