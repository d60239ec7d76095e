import { EVERYTHING } from '../../shared/groups.ts'
import type { Moment, Ports } from '../ports.ts'
import type { Database, Transaction } from './database.ts'
import { Draft } from './draft.ts'
import type { IntentRecord, StateRow } from './records.ts'
import { newSession } from './sessions.ts'
import type { Stamps } from './stamps.ts'

/** The outcome of a mutation is unknown for so many ms after it failed, or after the run that found it began. */
export const UNSETTLED_FOR = 60_000

/** What a run of the worker knows of its own beginning. */
export interface Run {
  readonly number: number
  readonly born: string
  readonly began: Moment
  readonly secret: unknown
  /** What the run before had under way: a repeated dispatch is recognised by it. */
  readonly former: readonly IntentRecord[]
  /** Whether a session navigation was under way. */
  readonly landing: boolean
  /** Intent id → when its outcome counts as known, by this run's own clock (ms). */
  readonly unsettled: ReadonlyMap<string, number>
}

/** Clocks that differ by less are the same: browsers round and jitter. */
const CLOCK_JITTER = 50

/**
 * The start-up transaction. It must be able to write: a run that can't, serves nothing. It takes the run's number,
 * and counts what it finds half done as having happened.
 */
export async function beginRun(
  database: Database,
  { ports, stamps, policy }: { ports: Ports; stamps: Stamps; policy: string },
): Promise<{ run: Run; state: StateRow; notices: Draft['notices'] }> {
  const began = ports.now()
  // A key can't be made inside a transaction, which awaits nothing else; most often this one is thrown away.
  const fresh = { born: ports.uuid(), secret: await ports.newSecret() }
  return database.transact('readwrite', async (transaction) => {
    const [state, secret, rules, intents] = await Promise.all([
      transaction.get('meta', 'state'),
      transaction.get('meta', 'secret'),
      transaction.get('meta', 'policy'),
      transaction.all('intents'),
    ])
    // This run knew another database: somebody deleted it, and with it what was under way.
    const wasDeleted = !state && stamps.last > 0
    const known = state?.name === 'state' ? state : await makeState(transaction, fresh.born, stamps.take(began.wall))
    const key = secret?.name === 'secret' ? secret.key : fresh.secret
    const unsettled = new Map<string, number>()
    const draft = new Draft(transaction, known, { now: began, run: known.run + 1, stamps, ends: { unsettled } })
    draft.set({ run: known.run + 1 })
    await transaction.put('meta', { name: 'secret', key })

    await distrustOldClock(draft)
    const was = rules?.name === 'policy' ? rules.text : undefined
    if (was !== policy) {
      // What was stored under other rules is judged by none of these.
      await draft.dropAll()
      if (was !== undefined) await draft.invalidate([EVERYTHING], 'manual')
      await transaction.put('meta', { name: 'policy', text: policy })
    }
    if (known.landing) await newSession(draft)
    if (wasDeleted) await draft.unsettle(lost(fresh.born, draft), UNSETTLED_FOR)
    const former = intents.filter(({ run }) => run === known.run)
    for (const intent of intents) {
      await takeOver(draft, intent)
      if (intent.state === 'unsettled') unsettled.set(intent.id, began.mono + remaining(intent, began.wall))
    }

    const landing = known.landing && { ...known.landing, until: new Date(began.wall + UNSETTLED_FOR) }
    draft.set({ landing, last: stamps.last, highestWall: later(draft.state.highestWall, began.wall) })
    await transaction.put('meta', draft.state)
    return {
      run: { number: draft.run, born: known.born, began, secret: key, former, landing: landing !== null, unsettled },
      state: draft.state,
      notices: draft.notices,
    }
  })
}

export const later = (one: Date, wall: number): Date => (one.getTime() >= wall ? one : new Date(wall))

/** A wall clock behind the highest time ever seen: no age that spans the restart can be trusted. */
async function distrustOldClock(draft: Draft): Promise<void> {
  if (draft.now.wall >= draft.state.highestWall.getTime() - CLOCK_JITTER) return
  await draft.invalidate([EVERYTHING], 'distrust')
  draft.set({ highestWall: new Date(draft.now.wall) })
}

async function takeOver(draft: Draft, intent: IntentRecord): Promise<void> {
  // A repeat comes at once, to the next run: an older record can only be mistaken for one.
  if (intent.state === 'settled' && intent.run < draft.run - 1) await draft.transaction.delete('intents', intent.id)
  if (intent.state !== 'open') return
  await beginOther(draft, intent)
  await draft.unsettle(intent, UNSETTLED_FOR)
}

/** A login or logout, say: it may have begun another session, whose answers must confirm nothing of this one's. */
export async function beginOther(draft: Draft, { groups }: IntentRecord): Promise<void> {
  if (groups.includes(EVERYTHING)) await newSession(draft)
}

/** Stands for every mutation and login that was on record. */
function lost(id: string, { now, run }: Draft): IntentRecord {
  return {
    id,
    state: 'unsettled',
    run,
    client: '',
    method: '',
    url: '',
    fingerprint: null,
    idempotencyKey: null,
    startedAt: new Date(now.wall),
    groups: [EVERYTHING],
    unsettledUntil: null,
    answer: null,
  }
}

/** ms; the whole window for one that was still open, or where the clock gives no answer. */
function remaining({ unsettledUntil }: IntentRecord, wall: number): number {
  const left = (unsettledUntil?.getTime() ?? Number.POSITIVE_INFINITY) - wall
  return Math.min(UNSETTLED_FOR, Math.max(0, left))
}

async function makeState(transaction: Transaction, born: string, stamp: number): Promise<StateRow> {
  // Without its numbers nothing that is there can be judged.
  await Promise.all([transaction.clear('entries'), transaction.clear('ledger'), transaction.clear('intents')])
  return {
    name: 'state',
    born,
    last: stamp,
    changed: stamp,
    noticed: stamp,
    floor: stamp,
    evicted: 0,
    run: 0,
    epoch: 1,
    highestWall: new Date(0),
    entries: 0,
    bytes: 0,
    landing: null,
    identity: null,
  }
}
