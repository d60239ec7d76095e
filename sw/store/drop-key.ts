import { urlGroup } from '../../shared/groups.ts'
import { keyGroup } from '../invalidate/validity.ts'
import type { Plan } from '../plan.ts'
import type { Draft } from './draft.ts'

/**
 * An answer is delivered, and not kept: what is stored for its key may not follow, nor what is under way. Also what was sent
 * after it: the server may have seen the two in any order. Where its session has ended meanwhile, or its database was
 * deleted, it may be the next one's all the same, whose key is another.
 *
 * @param unless as-of of an answer that may be what is stored by now
 */
export async function dropKey(draft: Draft, { key, url, session }: Plan, unless = 0): Promise<void> {
  if (draft.state.epoch !== session.epoch) return fenceOff(draft, urlGroup(url))
  const held = await draft.transaction.get('entries', key)
  if (held?.asOf === unless) return
  if (held) await draft.drop(held)
  else await draft.transaction.delete('entries', key)
  await fenceOff(draft, keyGroup(key))
}

/** Nothing that is held for it, or under way, may follow what is delivered now. Pages have nothing to fetch. */
export const fenceOff = (draft: Draft, group: string): Promise<void> =>
  draft.invalidate([group], 'discovered', { silent: true })
