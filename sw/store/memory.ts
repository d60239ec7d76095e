import type { Run } from './run.ts'
import { stampsOf, type LedgerStamps } from './ledger.ts'
import { Picture } from './picture.ts'
import type { EntryRecord, IntentRecord, PagesRow, StateRow } from './records.ts'

/** All that a read is judged by, as it stood at one moment. */
export interface Seen {
  readonly entry: EntryRecord | undefined
  readonly pages: PagesRow | undefined
  readonly state: StateRow
  readonly intents: readonly IntentRecord[]
  readonly stamps: LedgerStamps
  readonly run: Run
}

/** bytes; of what pages are looking at, most often all of it. */
const MOST_BYTES = 8 * 1_048_576

/** bytes; what it takes to remember an entry, beside its body. */
const FOR_AN_ENTRY = 1_000

/**
 * The store as it was last seen, or written, for as long as nobody else writes. Every transaction counts up `writes`: by
 * that it is told of which moment something is.
 */
export class Memory {
  picture = new Picture()
  #run: Run | undefined
  #stamps: LedgerStamps | undefined
  #bytes = 0

  /** Of another run nothing is known, nor of another database. */
  begin(run: Run | undefined): void {
    this.#run = run
    this.forget()
  }

  forget(): void {
    this.picture = new Picture()
    this.#stamps = undefined
    this.#bytes = 0
  }

  /** What a read is judged by, if all of it is known. */
  recall(key: string): Seen | undefined {
    const { picture } = this
    const run = this.#run
    const state = picture.get('meta', 'state')
    const isKnown = picture.isWhole('intents') && picture.isWhole('ledger') && picture.has('meta', 'pages')
    if (!run || !state || !isKnown || !picture.has('entries', key)) return undefined
    this.#stamps ??= stampsOf(picture.all('ledger'))
    return {
      entry: picture.get('entries', key),
      pages: picture.get('meta', 'pages'),
      state,
      intents: picture.all('intents'),
      stamps: this.#stamps,
      run,
    }
  }

  /** Whether it is of the moment in which a transaction finds this `state`. */
  isOf({ run, writes }: StateRow): boolean {
    return run === this.#run?.number && writes === this.picture.get('meta', 'state')?.writes
  }

  /** What a transaction that found this `state` has seen, as it left it; once it is committed. */
  keep(state: StateRow, seen: Picture): void {
    // Numbers begin anew with each database: an answer of one that was deleted may come late.
    if (state.born !== this.#run?.born) return
    const { writes = 0 } = state
    const { writes: known = 0 } = this.picture.get('meta', 'state') ?? {}
    if (known > writes) return
    // Of what lies between nothing is known, nor of what a later run does.
    if (!this.isOf(state)) this.forget()
    if (state.run !== this.#run.number) return
    this.picture.take(seen)
    if (seen.tells('ledger')) this.#stamps = undefined
    for (const { bytes } of seen.all('entries')) this.#bytes += FOR_AN_ENTRY + bytes
    if (this.#bytes <= MOST_BYTES) return
    this.picture.forget('entries')
    this.#bytes = 0
  }
}
