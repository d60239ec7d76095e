import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from 'idb'
import { PaymentSyncError } from '../../shared/error.ts'
import { SCHEMA_VERSION, TABLES, type Database, type Rows, type Table, type Transaction } from './database.ts'
import type { EntryRecord, IntentRecord, LedgerRow, MetaRow } from './records.ts'

interface Schema extends DBSchema {
  entries: { key: string; value: EntryRecord; indexes: { 'by session': string; 'by last use': Date } }
  ledger: { key: string; value: LedgerRow; indexes: { 'by notice': number } }
  intents: { key: string; value: IntentRecord }
  meta: { key: string; value: MetaRow }
}

/** Each step makes the schema of its version from the one before. Never change a step that was published. */
const steps: readonly ((database: IDBPDatabase<Schema>) => void)[] = [
  (database) => {
    const entries = database.createObjectStore('entries', { keyPath: 'key' })
    entries.createIndex('by session', 'session')
    entries.createIndex('by last use', 'lastUsed')
    database.createObjectStore('ledger', { keyPath: 'group' }).createIndex('by notice', 'at')
    database.createObjectStore('intents', { keyPath: 'id' })
    database.createObjectStore('meta', { keyPath: 'name' })
  },
]

/**
 * Opens the database as it stands, or makes it. Only with `upgrade` does it change the schema of one that is there: a
 * waiting worker must not close the active one's.
 *
 * @throws PaymentSyncError `STORE_UNAVAILABLE` for a database of a newer version, which is left alone
 */
export async function openIndexedDb(
  name: string,
  { upgrade, onClose }: { upgrade: boolean; onClose: () => void },
): Promise<Database> {
  let isNew = false
  // Without a version it opens what is there. Only for a new one is it asked to upgrade, and that is taken back: it would
  // have version 1, whatever our schema's.
  let database = await open(name, undefined, onClose, (_, from, transaction) => {
    isNew = from === 0
    transaction.abort()
    transaction.done.catch(() => 'aborted, as we asked')
  }).catch((error: unknown) => {
    if (isNew) return undefined
    throw error
  })
  if (database && database.version > SCHEMA_VERSION) {
    const { version } = database
    database.close()
    throw new PaymentSyncError(
      'STORE_UNAVAILABLE',
      `The database "${name}" has schema ${version}, this worker knows ${SCHEMA_VERSION}: a newer worker made it. It is left alone; requests go to the network.`,
    )
  }
  if (!database || (upgrade && database.version < SCHEMA_VERSION)) {
    database?.close()
    database = await open(name, SCHEMA_VERSION, onClose, (made, from) => {
      for (const step of steps.slice(from)) step(made)
    })
  }
  return new IndexedDb(database)
}

type Upgrade = (
  database: IDBPDatabase<Schema>,
  from: number,
  transaction: { abort: () => void; done: Promise<void> },
) => void

function open(
  name: string,
  version: number | undefined,
  onClose: () => void,
  upgrade: Upgrade,
): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>(name, version, {
    upgrade: (database, from, _to, transaction) => upgrade(database, from, transaction),
    // Somebody deletes or upgrades it: let go, or they wait for ever.
    blocking(_current, _blocked, event) {
      ;(event.target as IDBDatabase).close()
      onClose()
    },
    // The engine severed the connection (WebKit does).
    terminated: onClose,
  })
}

class IndexedDb implements Database {
  readonly #database: IDBPDatabase<Schema>

  constructor(database: IDBPDatabase<Schema>) {
    this.#database = database
  }

  get version(): number {
    return this.#database.version
  }

  async transact<Result>(
    mode: 'readonly' | 'readwrite',
    work: (transaction: Transaction) => Promise<Result>,
  ): Promise<Result> {
    // `relaxed` survives the death of the process, which is what happens to workers; not a power cut.
    const transaction = this.#database.transaction(TABLES, mode, { durability: 'relaxed' })
    const done = transaction.done.then(
      () => undefined,
      (error: unknown) => ({ error }),
    )
    try {
      const result = await work(new IndexedDbTransaction(transaction as Raw))
      const failed = await done
      if (failed) throw failed.error
      return result
    } catch (error) {
      abort(transaction)
      // The transaction's own reason (quota, say) tells more than the request that noticed it.
      throw (await done)?.error ?? error
    }
  }

  close(): void {
    this.#database.close()
  }
}

function abort(transaction: { abort: () => void }): void {
  try {
    transaction.abort()
  } catch {
    // It has ended already, which is what we wanted.
  }
}

type Raw = IDBPTransaction<Schema, typeof TABLES, 'readwrite'>

class IndexedDbTransaction implements Transaction {
  readonly #raw: Raw

  constructor(raw: Raw) {
    this.#raw = raw
  }

  async get<T extends Table>(table: T, key: string): Promise<Rows[T] | undefined> {
    return (await this.#raw.objectStore(table).get(key)) as Rows[T] | undefined
  }

  async all<T extends Table>(table: T): Promise<Rows[T][]> {
    return (await this.#raw.objectStore(table).getAll()) as Rows[T][]
  }

  async put<T extends Table>(table: T, row: Rows[T]): Promise<void> {
    await this.#raw.objectStore(table).put(row)
  }

  async delete(table: Table, key: string): Promise<void> {
    await this.#raw.objectStore(table).delete(key)
  }

  async clear(table: Table): Promise<void> {
    await this.#raw.objectStore(table).clear()
  }

  ledgerSince(at: number): Promise<LedgerRow[]> {
    return this.#raw.objectStore('ledger').index('by notice').getAll(IDBKeyRange.lowerBound(at, true))
  }

  async pruneLedger(at: number): Promise<void> {
    const ledger = this.#raw.objectStore('ledger')
    const old = await ledger.index('by notice').getAllKeys(IDBKeyRange.upperBound(at))
    await Promise.all(old.map((group) => ledger.delete(group)))
  }

  countSession(session: string): Promise<number> {
    return this.#raw.objectStore('entries').index('by session').count(session)
  }

  async deleteSession(session: string): Promise<void> {
    const entries = this.#raw.objectStore('entries')
    const keys = await entries.index('by session').getAllKeys(session)
    await Promise.all(keys.map((key) => entries.delete(key)))
  }

  longestUnused(most: number): Promise<EntryRecord[]> {
    return this.#raw.objectStore('entries').index('by last use').getAll(null, most)
  }
}
