import type { Transaction } from './database.ts'
import { Draft, type DraftContext } from './draft.ts'
import type { Head } from './head.ts'
import { pruneLedger, tend } from './tend.ts'

/** Changes the store in a transaction: what time alone changes goes first, the numbers that order everything last. */
export async function write<Result>(
  transaction: Transaction,
  { state, intents }: Head,
  { longestTtl, ...context }: DraftContext & { readonly longestTtl: number },
  change: (draft: Draft) => Promise<Result>,
): Promise<{ readonly result: Result; readonly draft: Draft }> {
  const draft = new Draft(transaction, state, context)
  await tend(draft, intents)
  const result = await change(draft)
  await pruneLedger(draft, longestTtl)
  const highestWall = new Date(Math.max(draft.state.highestWall.getTime(), draft.now.wall))
  draft.set({ last: draft.stamps.last, highestWall, writes: (state.writes ?? 0) + 1 })
  await transaction.put('meta', draft.state)
  return { result, draft }
}
