import { PaymentSyncError } from '../../shared/error.ts'
import { SCHEMA_VERSION, TABLES, type Database, type Transaction } from './database.ts'

/** Each step makes the schema of its version from the one before. Never change a step that was published. */
const steps: readonly ((database: IDBDatabase) => void)[] = [
  (database) => {
    const entries = database.createObjectStore('entries', { keyPath: 'key' })
    entries.createIndex('by session', 'session')
    entries.createIndex('by last use', 'lastUsed')
    database.createObjectStore('ledger', { keyPath: 'group' }).createIndex('by notice', 'at')
    database.createObjectStore('intents', { keyPath: 'id' })
    database.createObjectStore('meta', { keyPath: 'name' })
  },
]

/** ms; connections that let go at once, as ours do, may still have a transaction to end. */
const BLOCKED_FOR = 1_000

/**
 * Opens the database as it stands, or makes it. Only with `upgrade` does it change the schema of one that is there: a
 * waiting worker must not close the active one's.
 *
 * @param onClose somebody deletes or upgrades it, or the engine severed the connection: it can't be used any more
 * @throws PaymentSyncError `STORE_UNAVAILABLE` for a database of a newer version, which is left alone, and where another
 * connection doesn't let go for an upgrade
 */
export async function openIndexedDb(
  name: string,
  { upgrade, onClose }: { upgrade: boolean; onClose: () => void },
): Promise<Database> {
  let isNew = false
  // Without a version it opens what is there. A new one would have version 1, whatever our schema's: that is taken back.
  const standing = await open(name, undefined, (_database, _from, transaction) => {
    isNew = true
    transaction.abort()
  }).catch((error: unknown) => {
    if (!isNew) throw error
  })
  if (standing && standing.version > SCHEMA_VERSION) {
    standing.close()
    throw unavailable(
      `The database "${name}" has schema ${standing.version}, this worker knows ${SCHEMA_VERSION}: a newer worker made it. It is left alone; requests go to the network.`,
    )
  }
  let database = standing
  if (!database || (upgrade && database.version < SCHEMA_VERSION)) {
    database?.close()
    database = await open(name, SCHEMA_VERSION, (made, from) => {
      for (const step of steps.slice(from)) step(made)
    })
  }
  return watched(database, onClose)
}

type Upgrade = (database: IDBDatabase, from: number, transaction: IDBTransaction) => void

function open(name: string, version: number | undefined, upgrade: Upgrade): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version)
    let isLate = false
    const giveUp = (): void => {
      isLate = true
      reject(
        unavailable(`The database "${name}" is held open by another tab or worker. Close them to let it be upgraded.`),
      )
    }
    request.addEventListener('upgradeneeded', ({ oldVersion }) =>
      upgrade(request.result, oldVersion, request.transaction as IDBTransaction),
    )
    request.addEventListener('blocked', () => setTimeout(giveUp, BLOCKED_FOR))
    request.addEventListener('success', () => (isLate ? request.result.close() : resolve(request.result)))
    request.addEventListener('error', () => reject(request.error))
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
    transact: (mode, work) => transact(database, mode, work),
    close: () => database.close(),
  }
}

async function transact<Result>(
  database: IDBDatabase,
  mode: 'readonly' | 'readwrite',
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  // `relaxed` survives the death of the process, which is what happens to workers; not a power cut.
  const transaction = database.transaction(TABLES, mode, { durability: 'relaxed' })
  const committed = new Promise<boolean>((resolve) => {
    transaction.addEventListener('complete', () => resolve(true))
    transaction.addEventListener('abort', () => resolve(false))
  })
  try {
    const result = await work(inside(transaction))
    if (await committed) return result
    throw new Error('The transaction was aborted.')
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

/** What is asked becomes a promise; also what is refused at once, such as a row that can't be stored. */
function inside(transaction: IDBTransaction): Transaction {
  const table = (name: string): IDBObjectStore => transaction.objectStore(name)
  const deleteWhere = async (name: string, index: string, query: IDBValidKey | IDBKeyRange): Promise<void> => {
    const rows = table(name)
    const keys = await answered(rows.index(index).getAllKeys(query))
    await Promise.all(keys.map((key) => answered(rows.delete(key))))
  }
  return {
    get: async (name, key) => answered(table(name).get(key)),
    all: async (name) => answered(table(name).getAll()),
    put: async (name, row) => void (await answered(table(name).put(row))),
    delete: async (name, key) => answered(table(name).delete(key)),
    clear: async (name) => answered(table(name).clear()),
    ledgerSince: async (at) => answered(table('ledger').index('by notice').getAll(IDBKeyRange.lowerBound(at, true))),
    pruneLedger: (at) => deleteWhere('ledger', 'by notice', IDBKeyRange.upperBound(at)),
    countSession: async (session) => answered(table('entries').index('by session').count(session)),
    deleteSession: (session) => deleteWhere('entries', 'by session', session),
    longestUnused: async (most) => answered(table('entries').index('by last use').getAll(null, most)),
  }
}

function answered<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error))
  })
}

const unavailable = (problem: string): PaymentSyncError => new PaymentSyncError('STORE_UNAVAILABLE', problem)
