import type { Recorded } from './recorded.ts'
import type { IntentRecord, StateRow } from './records.ts'

/** What every transaction begins with. */
export interface Head {
  readonly state: StateRow
  readonly intents: readonly IntentRecord[]
}

/** The database was emptied or replaced under us. */
export class Reborn extends Error {}

/** @throws Reborn */
export async function head(transaction: Recorded, { born }: Pick<StateRow, 'born'>): Promise<Head> {
  const [state, intents] = await Promise.all([transaction.state, transaction.all('intents')])
  if (state?.born !== born) throw new Reborn()
  transaction.seen.learn('meta', 'state', state)
  return { state, intents }
}
