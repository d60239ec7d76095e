import type { RowAt, Rows, Table } from './database.ts'
import { isEntry } from './records.ts'

interface Known {
  /** By key. Undefined: there is none. */
  readonly rows: Map<string, Rows[Table] | undefined>
  /** What isn't among the rows isn't there. */
  isWhole: boolean
}

const KEYS = { entries: 'key', ledger: 'group', intents: 'id', meta: 'name', stats: 'minute' } as const
const tables = Object.keys(KEYS) as Table[]

/** What is stored at one moment, as far as it is known. */
export class Picture {
  readonly #known = Object.fromEntries(
    tables.map((table) => [table, { rows: new Map(), isWhole: false }]),
  ) as unknown as Readonly<Record<Table, Known>>

  /** Whether it is known what is there, be it nothing. */
  has(table: Table, key: string): boolean {
    const { rows, isWhole } = this.#known[table]
    return isWhole || rows.has(key)
  }

  get<T extends Table, Key extends string>(table: T, key: Key): RowAt<T, Key> | undefined {
    return this.#known[table].rows.get(key) as RowAt<T, Key> | undefined
  }

  /** Whether all that is there is known. */
  isWhole(table: Table): boolean {
    return this.#known[table].isWhole
  }

  all<T extends Table>(table: T): Rows[T][] {
    return [...this.#known[table].rows.values()].filter((row) => row !== undefined) as Rows[T][]
  }

  /** Whether it knows anything of the table. */
  tells(table: Table): boolean {
    return this.isWhole(table) || this.#known[table].rows.size > 0
  }

  put<T extends Table>(table: T, row: Rows[T]): void {
    this.#known[table].rows.set(keyOf(table, row), row)
  }

  delete(table: Table, key: string): void {
    const { rows, isWhole } = this.#known[table]
    if (isWhole) rows.delete(key)
    else rows.set(key, undefined)
  }

  clear(table: Table): void {
    this.forget(table)
    this.#known[table].isWhole = true
  }

  forget(table: Table): void {
    this.#known[table].rows.clear()
    this.#known[table].isWhole = false
  }

  /** A row that was read, unless it is known: then it was read before it was changed. */
  learn<T extends Table>(table: T, key: string, row: Rows[T] | undefined): void {
    if (this.has(table, key)) return
    this.#known[table].rows.set(key, table === 'entries' && !isEntry(row) ? undefined : row)
  }

  /** All rows, as they were read. */
  learnAll<T extends Table>(table: T, rows: readonly Rows[T][]): void {
    for (const row of rows) this.learn(table, keyOf(table, row), row)
    this.#known[table].isWhole = true
  }

  /** What is known of a later moment. */
  take(later: Picture): void {
    for (const table of tables) {
      const { rows, isWhole } = later.#known[table]
      if (isWhole) this.clear(table)
      for (const [key, row] of rows) {
        if (row) this.#known[table].rows.set(key, row)
        else this.delete(table, key)
      }
    }
  }
}

const keyOf = (table: Table, row: object): string => (row as Record<string, string>)[KEYS[table]] as string
