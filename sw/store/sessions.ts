import { EVERYTHING, sessionGroup } from '../../shared/groups.ts'
import type { Session } from '../plan.ts'
import type { Draft } from './draft.ts'

/** A session began or ended: another epoch, so that nothing of the one before can be reached. */
export async function newSession(draft: Draft): Promise<void> {
  await draft.dropAll()
  draft.set({ epoch: draft.state.epoch + 1, identity: null })
  await draft.invalidate([EVERYTHING], 'session')
}

/**
 * The server says that a session is over (401), or whose it is has changed. Once: only if it is the current one and had
 * stored something, so that an anonymous poll can't purge for ever.
 */
export async function endSession(draft: Draft, session: Session): Promise<boolean> {
  if (session.epoch !== draft.state.epoch) return false
  const keys = await draft.transaction.keysOf(session.id)
  if (keys.length === 0) return false
  if (!session.byHeader) {
    await newSession(draft)
    return true
  }
  // Others with another token live beside it.
  for (const key of keys) await draft.transaction.delete('entries', key)
  await draft.invalidate([sessionGroup(session.id)], 'session')
  return true
}
