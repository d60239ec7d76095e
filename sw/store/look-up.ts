import { changedAt, isUnsettled, type About, type Knowledge } from '../invalidate/validity.ts'
import type { Plan } from '../plan.ts'
import type { Moment } from '../ports.ts'
import { knowledgeOf } from './draft.ts'
import { entryAge } from './entry-age.ts'
import { stampsOf } from './ledger.ts'
import type { Seen } from './memory.ts'
import type { EntryRecord } from './records.ts'
import type { Store } from './store.ts'

/** What the store says about a read, at the moment of answering. */
export interface Found {
  /** The session's own entry, valid or not: at least a validator. */
  readonly entry: EntryRecord | undefined
  /** It is this session's, nothing that it is about was changed, and the class lets it outlive the run that stored it. */
  readonly valid: boolean
  /** ms. */
  readonly age: number
  /** Some field of the entry ages by this: the run confirmed it, and none of its groups was changed. */
  readonly confirmedByRun: boolean
  readonly knowledge: Knowledge
  /** A read under way may be joined if it was sent at or after this. */
  readonly changedAt: number
  /** A read under way may be shared: it is this session's, and no mutation of unknown outcome may concern it. */
  readonly shared: boolean
  /** The page uses the page client. */
  readonly clientPage: boolean
  /** Of the database that was looked into. */
  readonly born: string
}

/** @throws PaymentSyncError `STORE_UNAVAILABLE` */
export async function lookUp(store: Store, plan: Plan, now: () => Moment): Promise<Found> {
  return judged(store.recall(plan.key) ?? (await see(store, plan.key)), plan, now(), store.ahead.get(plan.key))
}

const see = (store: Store, key: string): Promise<Seen> =>
  store.look(async (transaction, head, run) => {
    const [{ state, intents }, entry, pages, ledger] = await Promise.all([
      head,
      transaction.get('entries', key),
      transaction.get('meta', 'pages'),
      transaction.all('ledger'),
    ])
    return { entry, pages, state, intents, stamps: stampsOf(ledger), run }
  })

function judged(
  { entry: stored, pages, state, intents, stamps, run }: Seen,
  plan: Plan,
  now: Moment,
  ahead?: EntryRecord,
): Found {
  const row = newest(stored, ahead)
  const entry = row && variesNot(row, plan) ? row : undefined
  const about: About = { session: plan.session.id, url: plan.url, key: plan.key, groups: plan.knownGroups }
  const entryAbout: About = { ...about, groups: entry?.groups ?? plan.knownGroups }
  const knowledge = knowledgeOf(state, intents, stamps)
  const byRun = entry?.run === run.number
  const current = state.epoch === plan.session.epoch
  const unchanged = entry !== undefined && isUnchanged(entry, entryAbout, knowledge)
  return {
    entry,
    valid: unchanged && current && (byRun || plan.route.class.outlivesRun) && !state.paused,
    age: entry ? entryAge(entry, now, run) : 0,
    confirmedByRun: byRun,
    knowledge,
    // What was dropped for room may have been it, and newer than what is under way.
    changedAt: Math.max(changedAt(about, knowledge, plan.groupsInBody), row ? 0 : state.evicted),
    shared: current && !isUnsettled(entryAbout, knowledge, plan.groupsInBody),
    clientPage: pages?.ids.includes(plan.clientId) ?? false,
    born: run.born,
  }
}

/** What was handed over may not be committed yet. */
const newest = (stored: EntryRecord | undefined, ahead: EntryRecord | undefined): EntryRecord | undefined =>
  ahead && ahead.asOf > (stored?.asOf ?? 0) ? ahead : stored

/** No mutation made it wrong, nor may one whose outcome is unknown. */
export const isUnchanged = ({ asOf }: EntryRecord, about: About, knowledge: Knowledge): boolean =>
  asOf >= changedAt(about, knowledge) && !isUnsettled(about, knowledge)

/** RFC 9111, section 4.1: the request has the same values as the one that was stored for. */
function variesNot(entry: EntryRecord, { request }: Plan): boolean {
  return entry.vary.every(([name, value]) => request.headers.get(name) === value)
}
