import type { EntryRecord } from '../store/records.ts'
import type { Context } from './context.ts'

/** ms; the time of last use need not be more exact. */
const ONCE_IN = 60_000

/** ms; what is used meanwhile is noted together: a page that begins reads many, and none waits for the note of another. */
const NOTED_AFTER = 2_000

/** Keeps what is in use from being evicted. No harm where it fails, or the worker is stopped before: it is a hint. */
export function noteUse(context: Context, { key, lastUsed }: EntryRecord): void {
  const { ports, used } = context
  if (Math.abs(ports.now().wall - lastUsed.getTime()) < ONCE_IN) return
  if (used.size === 0) ports.after(NOTED_AFTER, () => void noteAll(context).catch(() => undefined))
  used.add(key)
}

function noteAll({ store, used }: Context): Promise<void> {
  return store.tryCommit(async ({ transaction, now }) => {
    for (const key of used) {
      used.delete(key)
      const entry = await transaction.get('entries', key)
      if (entry) await transaction.put('entries', { ...entry, lastUsed: new Date(now.wall) })
    }
  })
}
