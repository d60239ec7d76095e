import type { LedgerStamps } from './ledger.ts'
import type { EntryRecord, IntentRecord, MetaRow, StateRow } from './records.ts'
import type { Run } from './begin-run.ts'

/** All that a read is judged by, as one transaction saw it. */
export interface Seen {
  readonly entry: EntryRecord | undefined
  readonly pages: Extract<MetaRow, { readonly name: 'pages' }> | undefined
  readonly state: StateRow
  readonly intents: readonly IntentRecord[]
  readonly stamps: LedgerStamps
  readonly run: Run
}

/** bytes; of what pages are looking at, most often all of it. */
const MOST_BYTES = 8 * 1_048_576

/**
 * What was seen in the store, for as long as the store can't say anything else: no write was begun since, by this run or an
 * earlier one. It is judged anew each time, as if it had just been read.
 */
export class Memory {
  readonly #seen = new Map<string, Seen>()
  #bytes = 0
  /** Another one with each write. A look that began before one sees what was before. */
  moment = 0

  recall(key: string): Seen | undefined {
    return this.#seen.get(key)
  }

  /** `moment` is that in which the look began. */
  keep(moment: number, key: string, seen: Seen): void {
    if (moment !== this.moment) return
    this.#bytes += seen.entry?.bytes ?? 0
    if (this.#bytes > MOST_BYTES) this.forget()
    else this.#seen.set(key, seen)
  }

  /** Called as a write begins: IndexedDB lets whoever looks later see what it wrote. */
  forget(): void {
    this.#seen.clear()
    this.#bytes = 0
    this.moment += 1
  }
}
