import type { Moment } from '../ports.ts'
import { Draft } from './draft.ts'
import { Recorded, Unforeseen } from './recorded.ts'
import type { Store } from './store.ts'

/**
 * What a change would come to, and nothing is changed. Undefined where that takes more than what is remembered, or makes
 * something wrong, which is to be on record before anybody can know of it.
 */
export async function foresee<Result>(
  { known, ahead, stamps }: Store,
  now: Moment,
  change: (draft: Draft) => Promise<Result>,
): Promise<Result | undefined> {
  const state = known?.picture.get('meta', 'state')
  if (!state) return undefined
  const recorded = new Recorded(undefined, known)
  for (const [key, entry] of ahead) recorded.seen.learn('entries', key, entry)
  const draft = new Draft(recorded, state, { now, run: state.run, stamps, ends: new Map() })
  try {
    const result = await change(draft)
    return draft.state.noticed === state.noticed ? result : undefined
  } catch (error) {
    if (error instanceof Unforeseen) return undefined
    throw error
  }
}
