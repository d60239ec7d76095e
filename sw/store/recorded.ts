import type { RowAt, Rows, Table, Transaction } from './database.ts'
import type { Memory } from './memory.ts'
import { Picture } from './picture.ts'
import type { EntryRecord, StateRow } from './records.ts'

/**
 * A transaction that doesn't ask for what is remembered, once it has found the store as that remembers it, and notes what it
 * sees and changes.
 */
export class Recorded implements Transaction {
  /** The store as this transaction leaves it. */
  readonly seen = new Picture()
  readonly #transaction: Transaction
  readonly #memory: Memory | undefined
  /** As the transaction finds it: never from memory. */
  readonly state: Promise<StateRow | undefined>

  constructor(transaction: Transaction, memory: Memory | undefined) {
    this.#transaction = transaction
    this.#memory = memory
    this.state = transaction.get('meta', 'state')
  }

  async get<T extends Table, Key extends string>(table: T, key: Key): Promise<RowAt<T, Key> | undefined> {
    const { seen } = this
    if (!seen.has(table, key)) {
      // What isn't remembered is asked for at once.
      const known = this.#memory?.picture.has(table, key) ? await this.#remembered() : undefined
      const row = known?.has(table, key) ? known.get(table, key) : await this.#transaction.get(table, key)
      seen.learn(table, key, row as Rows[T] | undefined)
    }
    return seen.get(table, key)
  }

  async all<T extends Table>(table: T): Promise<Rows[T][]> {
    const { seen } = this
    if (!seen.isWhole(table)) {
      const known = this.#memory?.picture.isWhole(table) ? await this.#remembered() : undefined
      seen.learnAll(table, known?.isWhole(table) ? known.all(table) : await this.#transaction.all(table))
    }
    return seen.all(table)
  }

  /** What is remembered, if it is of this transaction's moment. */
  async #remembered(): Promise<Picture | undefined> {
    const state = await this.state
    return state && this.#memory?.isOf(state) ? this.#memory.picture : undefined
  }

  put<T extends Table>(table: T, row: Rows[T]): Promise<unknown> {
    this.seen.put(table, row)
    return this.#transaction.put(table, row)
  }

  delete(table: Table, key: string): Promise<unknown> {
    this.seen.delete(table, key)
    return this.#transaction.delete(table, key)
  }

  clear(table: Table): Promise<unknown> {
    this.seen.clear(table)
    return this.#transaction.clear(table)
  }

  keysOf(session: string): Promise<string[]> {
    return this.#transaction.keysOf(session)
  }

  longestUnused(most: number): Promise<EntryRecord[]> {
    return this.#transaction.longestUnused(most)
  }
}
