import type { Run } from './run.ts'
import type { Database, Transaction } from './database.ts'
import type { Draft, DraftContext } from './draft.ts'
import { head, type Head } from './head.ts'
import type { Memory } from './memory.ts'
import { Recorded } from './recorded.ts'
import { write } from './write.ts'

/** A database, opened, and this worker's run on it. */
export interface Open {
  readonly database: Database
  readonly run: Run
}

/** Each question to IndexedDB is a way there and back: whoever looks asks for all it needs at once, the head included. */
export type Look<Result> = (transaction: Transaction, head: Promise<Head>, run: Run) => Promise<Result>

/** `known`: what is remembered, if anything may be. */
export function look<Result>({ database, run }: Open, known: Memory | undefined, at: Look<Result>): Promise<Result> {
  return database.transact('readonly', async (transaction) => {
    const recorded = new Recorded(transaction, known)
    const begun = head(recorded, run)
    const [{ state }, result] = await Promise.all([begun, at(recorded, begun, run)])
    known?.keep(state, recorded.seen)
    return result
  })
}

/** `known`: what is remembered, if anything may be. It remembers what was written once that is committed. */
export async function change<Result>(
  { database, run }: Open,
  known: Memory | undefined,
  context: Omit<DraftContext, 'run'> & { readonly longestTtl: number },
  work: (draft: Draft) => Promise<Result>,
): Promise<Result> {
  const { result, state, seen } = await database.transact('readwrite', async (transaction) => {
    const recorded = new Recorded(transaction, known)
    const begun = await head(recorded, run)
    const written = await write(recorded, begun, { ...context, run: run.number }, work)
    return { result: written.result, state: begun.state, seen: recorded.seen }
  })
  known?.keep(state, seen)
  return result
}
