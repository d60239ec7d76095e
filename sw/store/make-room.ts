import type { Policy } from '../../shared/policy.ts'
import type { Database } from './database.ts'
import type { Draft } from './draft.ts'

/** How many entries go at once: eviction costs little often, or much seldom. */
const AT_ONCE = 50

/** The disk is full: the entries unused for longest go. False: it didn't help. */
export async function makeRoom(database: Database): Promise<boolean> {
  try {
    return await database.transact('readwrite', async (transaction) => {
      const state = await transaction.get('meta', 'state')
      const oldest = await transaction.longestUnused(AT_ONCE)
      if (state?.name !== 'state' || oldest.length === 0) return false
      await Promise.all(oldest.map(({ key }) => transaction.delete('entries', key)))
      await transaction.put('meta', {
        ...state,
        evicted: Math.max(state.evicted, ...oldest.map(({ asOf }) => asOf)),
        entries: Math.max(0, state.entries - oldest.length),
        bytes: Math.max(0, state.bytes - oldest.reduce((sum, { bytes }) => sum + bytes, 0)),
      })
      return true
    })
  } catch {
    // Then it can't be written at all, which the caller deals with.
    return false
  }
}

/** Keeps within the policy's limits. */
export async function evict(draft: Draft, { entries, totalBytes }: Policy['limits']): Promise<void> {
  while (draft.state.entries > entries || draft.state.bytes > totalBytes) {
    const oldest = await draft.transaction.longestUnused(AT_ONCE)
    if (oldest.length === 0) return
    for (const entry of oldest) {
      if (draft.state.entries <= entries && draft.state.bytes <= totalBytes) return
      await draft.drop(entry)
      draft.set({ evicted: Math.max(draft.state.evicted, entry.asOf) })
    }
  }
}
