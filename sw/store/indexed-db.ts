import { SCHEMA_VERSION, TABLES, type Database, type Table, type Transaction } from './database.ts'
import { unavailable } from './unavailable.ts'

/** Each step makes the schema of its version from the one before. Never change a step that was published. */
const steps: readonly ((database: IDBDatabase) => void)[] = [
  (database) => {
    const entries = database.createObjectStore('entries', { keyPath: 'key' })
    entries.createIndex('by session', 'session')
    entries.createIndex('by last use', 'lastUsed')
    database.createObjectStore('ledger', { keyPath: 'group' })
    database.createObjectStore('intents', { keyPath: 'id' })
    database.createObjectStore('meta', { keyPath: 'name' })
  },
  (database) => void database.createObjectStore('stats', { keyPath: 'minute' }),
]

/** ms; connections that let go at once, as ours do, may still have a transaction to end. */
const BLOCKED_FOR = 1_000

/**
 * Opens the database as it stands, or makes it. Only with `upgrade` does it change the schema of one that is there: a
 * waiting worker must not close the active one's.
 *
 * @param onClose somebody deletes or upgrades it, or the engine severed the connection: it can't be used any more
 * @throws PaymentSyncError `NEWER_SCHEMA`: the database is left alone; `STORE_UNAVAILABLE` where another connection doesn't
 * let go for an upgrade
 */
export async function openIndexedDb(
  name: string,
  { upgrade, onClose }: { upgrade: boolean; onClose: () => void },
): Promise<Database> {
  let isNew = false
  // Without a version it opens what is there. A new one would have version 1, whatever our schema's: that is taken back.
  let database = await open(name, undefined, (_database, _from, transaction) => {
    isNew = true
    transaction.abort()
  }).catch((error: unknown) => {
    if (!isNew) throw error
  })
  if (database && database.version > SCHEMA_VERSION) {
    database.close()
    const why = `"${name}" has schema ${database.version}, this worker knows ${SCHEMA_VERSION}: a newer worker made it`
    throw unavailable(why, undefined, 'NEWER_SCHEMA')
  }
  if (!database || (upgrade && database.version < SCHEMA_VERSION)) {
    database?.close()
    database = await open(name, SCHEMA_VERSION, (made, from) => {
      for (const step of steps.slice(from)) step(made)
    })
  }
  return watched(database, onClose)
}

export const deleteIndexedDb = (name: string): Promise<unknown> => answered(() => indexedDB.deleteDatabase(name))

type Upgrade = (database: IDBDatabase, from: number, transaction: IDBTransaction) => void

function open(name: string, version: number | undefined, upgrade: Upgrade): Promise<IDBDatabase> {
  const request = indexedDB.open(name, version)
  request.addEventListener('upgradeneeded', ({ oldVersion }) =>
    upgrade(request.result, oldVersion, request.transaction as IDBTransaction),
  )
  return new Promise((resolve, reject) => {
    let isLate = false
    const giveUp = (): void => {
      isLate = true
      reject(unavailable(`"${name}" is held open by another tab or worker`))
    }
    request.addEventListener('blocked', () => setTimeout(giveUp, BLOCKED_FOR))
    answered(() => request).then((database) => (isLate ? database.close() : resolve(database)), reject)
  })
}

function watched(database: IDBDatabase, onClose: () => void): Database {
  database.addEventListener('versionchange', () => {
    // Let go, or whoever deletes or upgrades it waits for ever.
    database.close()
    onClose()
  })
  // The engine severed the connection (WebKit does).
  database.addEventListener('close', onClose)
  return {
    version: database.version,
    transact: (mode, work, tables = TABLES) => transact(database, mode, work, tables),
    close: () => database.close(),
  }
}

async function transact<Result>(
  database: IDBDatabase,
  mode: 'readonly' | 'readwrite',
  work: (transaction: Transaction) => Promise<Result>,
  tables: readonly Table[],
): Promise<Result> {
  // `relaxed` survives the death of the process, which is what happens to workers; not a power cut.
  const transaction = database.transaction(tables, mode, { durability: 'relaxed' })
  const committed = new Promise<boolean>((resolve) => {
    transaction.addEventListener('complete', () => resolve(true))
    transaction.addEventListener('abort', () => resolve(false))
  })
  try {
    const result = await work(inside(transaction))
    // What was read is what it was, however the transaction ends.
    if (mode === 'readonly') return result
    // Or the engine first makes sure that nothing more is asked for, which takes it another turn.
    transaction.commit()
    if (await committed) return result
    throw new Error('The transaction aborted.')
  } catch (error) {
    abort(transaction)
    await committed
    // Its own reason (quota, say) tells more than the request that noticed it; what the work threw has none.
    throw transaction.error ?? error
  }
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort()
  } catch {
    // It has ended already, which is what we wanted.
  }
}

function inside(transaction: IDBTransaction): Transaction {
  const ask = <Result>(table: Table, question: (rows: IDBObjectStore) => IDBRequest<Result>): Promise<Result> =>
    answered(() => question(transaction.objectStore(table)))
  // Nobody waits for a write: what is asked after it sees it, and one that fails aborts the transaction.
  const tell = async (table: Table, order: (rows: IDBObjectStore) => unknown): Promise<void> =>
    void order(transaction.objectStore(table))
  return {
    get: (table, key) => ask(table, (rows) => rows.get(key)),
    all: (table) => ask(table, (rows) => rows.getAll()),
    put: (table, row) => tell(table, (rows) => rows.put(row)),
    delete: (table, key) => tell(table, (rows) => rows.delete(key)),
    clear: (table) => tell(table, (rows) => rows.clear()),
    keysOf: (session) => ask('entries', (rows) => rows.index('by session').getAllKeys(session)) as Promise<string[]>,
    longestUnused: (most) => ask('entries', (rows) => rows.index('by last use').getAll(null, most)),
  }
}

/** What is asked becomes a promise; also what is refused at once, such as a row that can't be stored. */
function answered<Result>(ask: () => IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const request = ask()
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error))
  })
}
