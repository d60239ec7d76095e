import type { Limits } from '../../shared/policy.ts'
import type { Draft } from './draft.ts'

/** How many entries go where the disk is full, which is told in no other unit. */
const AT_ONCE = 50

/** Room on a full disk. False: there is nothing to drop. */
export const makeRoom = (draft: Draft): Promise<boolean> => evict(draft, { entries: draft.state.entries - AT_ONCE })

/** The disk is full. */
export const isQuota = (error: unknown): boolean => error instanceof Error && error.name === 'QuotaExceededError'

/** The entries unused for longest go until the others are within the limits. False: none had to, or none is left. */
export async function evict(
  draft: Draft,
  { entries, totalBytes = Number.POSITIVE_INFINITY }: Partial<Limits> & Pick<Limits, 'entries'>,
): Promise<boolean> {
  let helped = false
  while (draft.state.entries > entries || draft.state.bytes > totalBytes) {
    const [oldest] = await draft.transaction.longestUnused(1)
    if (!oldest) break
    await draft.drop(oldest)
    draft.set({ evicted: Math.max(draft.state.evicted, oldest.kept) })
    helped = true
  }
  return helped
}
