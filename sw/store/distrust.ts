import { PaymentSyncError } from '../../shared/error.ts'
import { EVERYTHING } from '../../shared/groups.ts'
import type { Reason } from '../../shared/protocol.ts'
import type { Ports } from '../ports.ts'
import { within } from './deadline.ts'

/**
 * What can't be invalidated must not survive: everything is dropped, and it is noted that this run notes nothing; if that
 * fails, the database is deleted; if that fails too, the worker goes. A later run then has nothing wrong to find.
 *
 * @param noted the first is being written
 */
export function distrustDurably(ports: Ports, noted: Promise<unknown>): Promise<unknown> {
  // Each way is the answer to the failure of the one before; to the last there is none.
  return within(ports, noted)
    .catch(() => within(ports, ports.deleteDatabase()))
    .catch(() => within(ports, ports.unregister()))
    .catch(() => undefined)
}

/** Born of nothing: whatever a page knows, it can't be compared with this. */
export const tellDistrust = (ports: Ports, reason: Reason = 'distrust'): Promise<void> =>
  ports.tell([{ type: 'invalidated', groups: [EVERYTHING], reason, stamp: 0, before: 0, born: '' }])

/**
 * It could not be opened. What the browser delivers from now on leaves no trace in it, so no later run may find what is
 * older there: if it can't be deleted either, only the TTL bounds that. A newer worker's is left alone.
 */
export async function forget(ports: Ports, error: unknown): Promise<void> {
  if (error instanceof PaymentSyncError && error.code === 'NEWER_SCHEMA') return
  await within(ports, ports.deleteDatabase()).catch(() => undefined)
}
