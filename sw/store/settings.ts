import type { Draft } from './draft.ts'
import { anything, orphan } from './intents.ts'
import type { StateRow } from './records.ts'

/** ms; how long what was sent past a paused worker may take effect after it goes on. */
const PASSED_BY_FOR = 10_000

/** What isn't named stays. Pages are told to ask for it. */
export async function set(draft: Draft, { debug, paused }: Pick<StateRow, 'debug' | 'paused'>): Promise<void> {
  const { state } = draft
  // Pages changed things, logged in, and had answers, of which there is no trace here.
  if (paused === false && state.paused) await orphan(draft, anything(draft, 'passed by'), PASSED_BY_FOR)
  draft.set({ debug: debug ?? state.debug, paused: paused ?? state.paused })
  draft.notices.push({ type: 'started', stamp: draft.state.noticed, born: state.born })
}
