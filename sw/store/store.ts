import type { PaymentSyncError } from '../../shared/error.ts'
import type { FromWorker } from '../../shared/protocol.ts'
import { beginRun, type Beginning } from './begin-run.ts'
import { COUNTED, SCHEMA_VERSION, type Database, type Transaction } from './database.ts'
import { STORE_DEADLINE, within } from './deadline.ts'
import { distrustDurably, forget, tellDistrust } from './distrust.ts'
import type { Draft, DraftContext, Ends } from './draft.ts'
import { Reborn } from './head.ts'
import { landingIn, loseTrackUntilNextRun } from './intents.ts'
import { isQuota, makeRoom } from './make-room.ts'
import { Memory, type Seen } from './memory.ts'
import type { EntryRecord, StateRow } from './records.ts'
import type { Run } from './run.ts'
import { Stamps } from './stamps.ts'
import { unavailable } from './unavailable.ts'
import { isDue } from './tend.ts'
import { change, look, type Look, type Open } from './transact.ts'

export type StoreOptions = Pick<Beginning, 'ports' | 'policy' | 'longestTtl'>

/**
 * What we hold. It has one door for change, {@link Store.commit}: the change, what it makes wrong and what pages are told
 * are one act, so no change can happen that pages don't hear of.
 */
export class Store {
  readonly stamps = new Stamps()
  readonly #options: StoreOptions
  readonly #ends: Ends = new Map()
  readonly #memory = new Memory()
  #opening: Promise<Database> | undefined
  #open: Promise<Open> | undefined
  #severed = 0
  #changing = 0
  #overdue = 0
  #bad: PaymentSyncError | undefined
  #before: Run | undefined
  #told: Promise<void> = Promise.resolve()
  /** When its first event came, whatever became of the store since. */
  began: Run['began'] | undefined
  /** Known not to work, and the next run will know: nothing is answered. Until then mutations still go through us. */
  isBad = false
  /** Set while the worker is activated: there may be no database yet. In any other run somebody deleted it. */
  isFirst = false
  /** By key, what was handed over and isn't committed yet: until it is, or is dropped, it is what is held. */
  readonly ahead = new Map<string, EntryRecord>()
  /** The numbers and settings as this run last wrote them. A transaction checks what rests on them. */
  seen: Partial<StateRow> = {}

  constructor(options: StoreOptions) {
    this.#options = options
  }

  /** What a look would see, if that is known. While a change is written, of which the network may tell first, it isn't. */
  recall(key: string): Seen | undefined {
    const isSteady = this.#open !== undefined && !this.#bad && this.#changing === 0 && !this.#isDue
    return isSteady ? this.#known?.recall(key) : undefined
  }

  /** Undefined: an earlier run may still write. */
  get #known(): Memory | undefined {
    return this.#options.ports.alone() ? this.#memory : undefined
  }

  get #isDue(): boolean {
    return isDue(this.#ends, this.#options.ports.now().mono)
  }

  /** Whether a session's navigation is under way that will land in this page. */
  awaits(client: string): boolean {
    return this.#ends.has(landingIn(client))
  }

  /**
   * Opens the database as it stands, while the script is evaluated: the first event doesn't wait for it to begin.
   *
   * @throws PaymentSyncError `STORE_UNAVAILABLE`, `NEWER_SCHEMA`
   */
  warmUp(): Promise<Database> {
    this.#opening ??= this.#openDatabase(false)
    // Whoever needs it meets the failure there.
    this.#opening.catch(() => undefined)
    return this.#opening
  }

  /**
   * This run on the store, begun with the first event of an active worker.
   *
   * @throws PaymentSyncError `STORE_UNAVAILABLE`
   */
  async run(): Promise<Run> {
    return (await within(this.#options.ports, this.#use())).run
  }

  /** Looks without changing anything; what time alone changes is written first. Waits as long as {@link run}. */
  async look<Result>(at: Look<Result>): Promise<Result> {
    if (this.#overdue > 0) throw unavailable('an invalidation is still being written')
    return within(this.#options.ports, this.#look(at))
  }

  async #look<Result>(at: Look<Result>): Promise<Result> {
    const open = await this.#use()
    if (this.#isDue) await this.commit(() => Promise.resolve())
    try {
      return await look(open, this.#known, at)
    } catch (error) {
      if (error instanceof Reborn || (await this.#wasSevered(open.database))) this.#open = undefined
      throw error
    }
  }

  /**
   * Changes the store. Pages are told after it is committed, and before this resolves.
   *
   * @throws PaymentSyncError `STORE_UNAVAILABLE` when it could not be written; the store is then no longer trusted
   */
  async commit<Result>(change: (draft: Draft) => Promise<Result>): Promise<Result> {
    let late = 0
    this.#changing += 1
    const stop = this.#options.ports.after(STORE_DEADLINE, () => {
      late = 1
      this.#overdue += 1
    })
    try {
      return await this.tryCommit(change)
    } catch (error) {
      await this.distrust(error as PaymentSyncError)
      throw error
    } finally {
      stop()
      this.#changing -= 1
      this.#overdue -= late
    }
  }

  /**
   * As {@link commit}, for what may fail without making anything wrong: a use that is noted, or an answer, if the caller
   * sees to what is held.
   */
  async tryCommit<Result>(change: (draft: Draft) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      const open = await this.#use()
      const notices: FromWorker[] = []
      try {
        const result = await this.#write(open, change, notices)
        await this.#told
        await this.#options.ports.tell(notices)
        return result
      } catch (error) {
        const severed = error instanceof Reborn || (await this.#wasSevered(open.database))
        if (severed) this.#open = undefined
        // Where no room can be made it can't be written at all.
        const again = severed || (isQuota(error) && (await this.#write(open, makeRoom, []).catch(() => false)))
        if (!again || attempt === 2) throw unavailable('it could not be written', error)
      }
    }
  }

  /** Changes what is counted, and nothing else. It opens nothing that isn't open; rejects with what keeps it from it. */
  async beside<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    const open = await this.#open
    if (!open) throw unavailable('it is not open')
    return open.database.transact('readwrite', work, COUNTED)
  }

  /** The worker was unregistered: from now on it answers nothing, and can't be asked. */
  leave(): void {
    this.#bad ??= unavailable('the worker was unregistered')
    this.isBad = true
  }

  #write<Result>(open: Open, work: (draft: Draft) => Promise<Result>, notices: FromWorker[]): Promise<Result> {
    const context = { ...this.#writing, now: this.#options.ports.now() }
    return change(open, this.#known, context, async (draft) => {
      const result = await work(draft)
      this.seen = draft.state
      notices.push(...draft.notices)
      return result
    })
  }

  get #writing(): Pick<DraftContext, 'stamps' | 'ends'> & StoreOptions {
    return { ...this.#options, stamps: this.stamps, ends: this.#ends }
  }

  /**
   * What is stored is wrong and can't be mended: it is trusted neither in this run nor in any other one. Each time: another
   * run, alive beside this one, may have stored something since, and pages hear of what changed from nobody else.
   */
  async distrust(error: PaymentSyncError): Promise<void> {
    this.#bad ??= error
    const noted = this.#open?.then((open) => this.#write(open, loseTrackUntilNextRun, []))
    await distrustDurably(this.#options.ports, noted ?? Promise.reject(this.#bad))
    this.isBad = true
    await tellDistrust(this.#options.ports)
  }

  #use(): Promise<Open> {
    if (this.#bad) return Promise.reject(this.#bad)
    this.#open ??= this.#begin().catch(async (error: unknown) => {
      this.#bad ??= unavailable('it could not be opened', error)
      await forget(this.#options.ports, error)
      this.isBad = true
      // The run before may have been stopped before it came to it, and has left nothing that could be read.
      await tellDistrust(this.#options.ports)
      throw this.#bad
    })
    return this.#open
  }

  async #begin(): Promise<Open> {
    const began = (this.began ??= this.#options.ports.now())
    // Asked at once: whoever is asked for the lock first has it first.
    this.#options.ports.alone()
    this.#memory.begin(undefined)
    let database = await this.warmUp()
    this.#opening = undefined
    if (database.version < SCHEMA_VERSION) {
      database.close()
      database = await this.#openDatabase(true)
    }
    const { isFirst } = this
    const { run, draft } = await beginRun(database, { ...this.#writing, isFirst, began, before: this.#before })
    this.seen = draft.state
    this.#before = run
    this.#memory.begin(run)
    this.#told = this.#options.ports.tell(draft.notices)
    // Whoever tells something next meets its failure. Nobody who only looks waits for it.
    this.#told.catch(() => undefined)
    return { database, run }
  }

  #openDatabase(upgrade: boolean): Promise<Database> {
    const onClose = (): void => {
      this.#severed += 1
      this.#opening = undefined
      this.#open = undefined
    }
    return this.#options.ports.openDatabase({ upgrade, onClose })
  }

  /** Engines sever connections, and pages delete databases: reopened a few times, then distrusted. */
  async #wasSevered(database: Database): Promise<boolean> {
    const current = await this.#open?.catch(() => undefined)
    return current?.database !== database && this.#severed <= MOST_SEVERED
  }
}

const MOST_SEVERED = 3
