import { PaymentSyncError } from '../../shared/error.ts'
import { EVERYTHING } from '../../shared/groups.ts'
import type { Ports } from '../ports.ts'
import { STORE_DEADLINE, within } from './deadline.ts'

/**
 * What can't be invalidated must not survive: everything is dropped, and it is noted that this run notes nothing; if that
 * fails, the database is deleted; if that fails too, the worker goes. A later run then has nothing wrong to find.
 *
 * @param note writes the first; undefined where there is no database to write in
 */
export async function distrustDurably(ports: Ports, note: (() => Promise<unknown>) | undefined): Promise<void> {
  const ways = [...(note ? [note] : []), () => ports.deleteDatabase(), () => ports.unregister()]
  for (const way of ways) {
    try {
      await within(ports, STORE_DEADLINE, way())
      break
    } catch {
      // The next way is the answer to this one's failure.
    }
  }
}

/** Born of nothing: whatever a page knows, it can't be compared with this. */
export const tellDistrust = (ports: Ports): Promise<void> =>
  ports.tell([{ type: 'invalidated', groups: [EVERYTHING], reason: 'distrust', stamp: 0, before: 0, born: '' }])

/**
 * It could not be opened. What the browser delivers from now on leaves no trace in it, so no later run may find what is
 * older there: if it can't be deleted either, only the TTL bounds that. A newer worker's is left alone.
 */
export async function forget(ports: Ports, error: unknown): Promise<void> {
  if (error instanceof PaymentSyncError && error.code === 'NEWER_SCHEMA') return
  await within(ports, STORE_DEADLINE, ports.deleteDatabase()).catch(() => undefined)
}
