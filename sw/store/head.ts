import type { Transaction } from './database.ts'
import type { IntentRecord, StateRow } from './records.ts'

/** What every transaction begins with. */
export interface Head {
  readonly state: StateRow
  readonly intents: readonly IntentRecord[]
}

/** The database was emptied or replaced under us. */
export class Reborn extends Error {}

/** @throws Reborn */
export async function head(transaction: Transaction, { born }: Pick<StateRow, 'born'>): Promise<Head> {
  const [state, intents] = await Promise.all([transaction.get('meta', 'state'), transaction.all('intents')])
  if (state?.born !== born) throw new Reborn()
  return { state, intents }
}
