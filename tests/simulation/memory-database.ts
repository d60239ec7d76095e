import {
  SCHEMA_VERSION,
  TABLES,
  type Database,
  type RowAt,
  type Rows,
  type Table,
  type Transaction,
} from '../../sw/store/database.ts'
import type { EntryRecord } from '../../sw/store/records.ts'

type Tables = { [T in Table]: Map<string, Rows[T]> }

const keyOf = (table: Table, row: object): string => {
  return (row as Record<string, string>)[KEYS[table]] as string
}
const KEYS = { entries: 'key', ledger: 'group', intents: 'id', meta: 'name', stats: 'minute' } as const

/** What lies on the disk: outlives every run of the worker. */
export class Disk {
  tables: Tables = empty()
  version = SCHEMA_VERSION
  exists = false
  /** Set it to make the disk fail: called before a transaction is made durable; what it throws is the failure. */
  fault: ((step: 'open' | 'read' | 'write' | 'delete', database: MemoryDatabase | undefined) => void) | undefined
  readonly connections = new Set<MemoryDatabase>()
  /** False: for speed; who would change what is stored is not found out. */
  readonly copies: boolean
  readonly #queues = new Map<string, Promise<unknown>>()

  constructor(copies = true) {
    this.copies = copies
  }

  /** Readers and writers one after the other, as IndexedDB does for transactions that overlap in scope. */
  enqueue<Result>(scope: string, work: () => Promise<Result>): Promise<Result> {
    const result = (this.#queues.get(scope) ?? Promise.resolve()).then(work)
    this.#queues.set(
      scope,
      result.catch(() => 'the next one goes on'),
    )
    return result
  }

  /** What a transaction has written is there from now on. */
  take({ tables, before }: Pick<MemoryTransaction, 'tables' | 'before'>): void {
    const written = Object.entries(tables).filter(([table, rows]) => rows !== before[table as Table])
    this.tables = { ...this.tables, ...Object.fromEntries(written) }
  }

  /** As a page, the user or `Clear-Site-Data` does. */
  delete(): void {
    this.sever()
    this.tables = empty()
    this.exists = false
  }

  /** Nobody else may have it open meanwhile. */
  upgrade(version: number): void {
    this.sever()
    this.version = version
  }

  /** As WebKit does to a browser that was in the background. */
  sever(): void {
    for (const connection of this.connections) connection.sever()
  }
}

const empty = (): Tables => ({
  entries: new Map(),
  ledger: new Map(),
  intents: new Map(),
  meta: new Map(),
  stats: new Map(),
})

/** What is read is shared: cheaper than the copies that IndexedDB makes, and who would change one is found out. */
function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const part of Object.values(value)) frozen(part)
  return Object.freeze(value)
}

export interface DatabaseHooks {
  /** Hangs where the run that asks is dead. */
  readonly step: (what: string) => Promise<void>
  /** As `step`, but inside a transaction, which the death of its run aborts. */
  readonly stepInside: (what: string) => void
  /** All is asked for and nothing of it there yet. Undefined: that takes no time. Rejects where the worker dies meanwhile. */
  readonly committing: () => Promise<void> | undefined
  readonly onClose: () => void
  /** Something is asked of it. Gives what is called when that is over: before `onCommit`, where it is committed. */
  readonly onAsk: () => () => void
  readonly onCommit: () => void
}

const aborted = (): DOMException => new DOMException('The transaction was aborted', 'AbortError')

export class MemoryDatabase implements Database {
  readonly version: number
  readonly #disk: Disk
  readonly #hooks: DatabaseHooks
  #closed = false
  #asked = Promise.resolve()

  constructor(disk: Disk, hooks: DatabaseHooks) {
    this.#disk = disk
    this.#hooks = hooks
    this.version = disk.version
    disk.exists = true
    disk.connections.add(this)
  }

  async transact<Result>(
    mode: 'readonly' | 'readwrite',
    work: (transaction: Transaction) => Promise<Result>,
    tables: readonly Table[] = TABLES,
  ): Promise<Result> {
    if (tables !== TABLES) return this.#beside(work, String(tables))
    const over = this.#hooks.onAsk()
    // Transactions of one connection begin in the order in which they were asked for, however slow the disk.
    this.#asked = this.#asked.then(() => this.#hooks.step(`${mode} asked`))
    await this.#asked
    try {
      return await this.#disk.enqueue('', () => this.#inTurn(mode, work, over))
    } finally {
      over()
      await this.#hooks.step(`${mode} done`)
    }
  }

  /** Its scope overlaps with no other's: it waits for none of them, nor they for it. */
  async #beside<Result>(work: (transaction: Transaction) => Promise<Result>, scope: string): Promise<Result> {
    await this.#hooks.step(`${scope} asked`)
    return this.#disk.enqueue(scope, async () => {
      this.#hooks.stepInside(`${scope} begins`)
      if (this.#closed) throw new DOMException('The connection is closed', 'InvalidStateError')
      const transaction = new MemoryTransaction(this.#disk.tables, this.#disk.copies)
      const result = await work(transaction)
      if (this.#closed) throw aborted()
      this.#disk.take(transaction)
      return result
    })
  }

  async #inTurn<Result>(
    mode: 'readonly' | 'readwrite',
    work: (transaction: Transaction) => Promise<Result>,
    over: () => void,
  ): Promise<Result> {
    const disk = this.#disk
    this.#hooks.stepInside(`${mode} begins`)
    if (this.#closed) throw new DOMException('The connection is closed', 'InvalidStateError')
    disk.fault?.('read', this)
    const transaction = new MemoryTransaction(disk.tables, disk.copies)
    const result = await work(transaction)
    if (mode === 'readonly') return result
    const committing = this.#hooks.committing()
    if (committing) await committing
    disk.fault?.('write', this)
    this.#hooks.stepInside('readwrite about to commit')
    if (this.#closed) throw aborted()
    disk.take(transaction)
    over()
    this.#hooks.onCommit()
    return result
  }

  close(): void {
    this.#closed = true
    this.#disk.connections.delete(this)
  }

  sever(): void {
    this.close()
    this.#hooks.onClose()
  }
}

/** All or nothing: what is written is written to a copy of the table, which takes the table's place at the commit. */
class MemoryTransaction implements Transaction {
  tables: Tables
  readonly before: Tables
  readonly #copies: boolean

  constructor(tables: Tables, copies: boolean) {
    this.tables = tables
    this.before = tables
    this.#copies = copies
  }

  async get<T extends Table, Key extends string>(table: T, key: Key): Promise<RowAt<T, Key> | undefined> {
    return this.tables[table].get(key) as RowAt<T, Key> | undefined
  }

  async all<T extends Table>(table: T): Promise<Rows[T][]> {
    return [...this.tables[table].values()]
  }

  async put<T extends Table>(table: T, row: Rows[T]): Promise<void> {
    this.#written(table).set(keyOf(table, row), this.#copies ? frozen(structuredClone(row)) : row)
  }

  async delete(table: Table, key: string): Promise<void> {
    if (this.tables[table].has(key)) this.#written(table).delete(key)
  }

  async clear(table: Table): Promise<void> {
    if (this.tables[table].size > 0) this.#written(table).clear()
  }

  async keysOf(session: string): Promise<string[]> {
    return [...this.tables.entries.values()].flatMap((entry) => (entry.session === session ? entry.key : []))
  }

  async longestUnused(most: number): Promise<EntryRecord[]> {
    const entries = [...this.tables.entries.values()]
    return entries.sort((one, other) => one.lastUsed.getTime() - other.lastUsed.getTime()).slice(0, most)
  }

  #written<T extends Table>(table: T): Tables[T] {
    if (this.tables[table] === this.before[table])
      this.tables = { ...this.tables, [table]: new Map(this.before[table] as ReadonlyMap<string, Rows[T]>) }
    return this.tables[table]
  }
}
