import { EVERYTHING } from '../../shared/groups.ts'
import type { Ports } from '../ports.ts'
import type { Database } from './database.ts'
import { STORE_DEADLINE, within } from './deadline.ts'

/**
 * What can't be invalidated must not survive: the entries are cleared; if that fails, the database is deleted; if that
 * fails too, the worker goes. A later run then has nothing wrong to find. Tells the pages.
 */
export async function distrustDurably(ports: Ports, database: Database | undefined): Promise<void> {
  const ways = [() => clearEntries(database), () => ports.deleteDatabase(), () => ports.unregister()]
  for (const way of ways) {
    try {
      await within(ports, STORE_DEADLINE, way())
      break
    } catch {
      // The next way is the answer to this one's failure.
    }
  }
  // Born of nothing: whatever a page knows, it can't be compared with this.
  await ports.tell([{ type: 'invalidated', groups: [EVERYTHING], reason: 'distrust', stamp: 0, before: 0, born: '' }])
}

async function clearEntries(database: Database | undefined): Promise<void> {
  if (!database) throw new Error('There is no database to clear')
  await database.transact('readwrite', (transaction) => transaction.clear('entries'))
}
