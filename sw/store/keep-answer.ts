import type { Policy } from '../../shared/policy.ts'
import type { FromWorker } from '../../shared/protocol.ts'
import { discoveredGroups } from '../invalidate/discovered.ts'
import { parsed } from '../invalidate/parsed.ts'
import { changedAt, isUnsettled, keyGroup, type About } from '../invalidate/validity.ts'
import type { Plan } from '../plan.ts'
import type { Moment } from '../ports.ts'
import { readKnowledge, type Draft } from './draft.ts'
import { dropKey, fenceOff } from './drop-key.ts'
import { evict } from './make-room.ts'
import type { EntryRecord } from './records.ts'
import { endSession, newSession } from './sessions.ts'

/** When and under what a question was sent. */
export interface Sent {
  readonly asOf: number
  readonly at: Moment
  readonly born: string
}

/** An answer that wants to be kept. */
export interface Candidate {
  readonly plan: Plan
  readonly sent: Sent
  /** What is to be stored; undefined where the answer can't be. */
  readonly entry: Omit<EntryRecord, 'run' | 'kept'> | undefined
  readonly groups: readonly string[]
  /** A 304: the stored answer with this `ETag` is confirmed, with these headers. */
  readonly confirms: string | undefined
  /** 401. */
  readonly endsSession: boolean
  /** Keyed hash of whose answer it says to be. */
  readonly identity: string | undefined
  /** It was asked for once more: an answer that is overtaken again is delivered. */
  readonly repeated: boolean
  /** A page was given masked fields: it must hear of the truth, changed or not. */
  readonly announce: boolean
}

/**
 * What is delivered: the answer as it is stored, or something newer that is. `overtaken`: it was asked before a change
 * that concerns it. `nothing-to-confirm`: a 304 for something that is no longer here. `not-stored`: it goes to whoever
 * asked, and no further.
 */
export type Kept = EntryRecord | 'overtaken' | 'nothing-to-confirm' | 'not-stored'

/** Both fences, and what follows, in the one transaction that stores an answer. */
export async function keepAnswer(draft: Draft, candidate: Candidate, limits: Policy['limits']): Promise<Kept> {
  const { plan, sent } = candidate
  const { state, transaction } = draft
  // Asked of a database that was deleted meanwhile: nothing here is ordered with it.
  if (state.born !== sent.born) return overtaken(draft, candidate)
  // A change of session overtakes nothing: the answer goes to its askers, who asked before.
  if (state.epoch !== plan.session.epoch) return notStored(draft, plan)
  if (candidate.endsSession && (await endSession(draft, plan.session))) return 'not-stored'
  if (await isSomebodyElses(draft, candidate)) return 'not-stored'

  const [held, knowledge] = await Promise.all([transaction.get('entries', plan.key), readKnowledge(draft)])
  const wanted = candidate.confirms === undefined ? candidate.entry : confirmed(held, candidate)
  const entry = wanted && { ...wanted, run: draft.run, kept: draft.stamp() }
  if (candidate.confirms !== undefined && !entry) return 'nothing-to-confirm'

  const about: About = {
    session: plan.session.id,
    url: plan.url,
    key: plan.key,
    groups: entry?.groups ?? candidate.groups,
  }
  const unchanged = held && held.asOf >= changedAt({ ...about, groups: held.groups }, knowledge)
  // The delivery fence: nothing newer for its key was stored or delivered.
  if (unchanged && held.asOf > sent.asOf) return held
  // The change fence: no group of it was invalidated after it was sent.
  if (sent.asOf < Math.max(changedAt(about, knowledge), held ? 0 : state.evicted)) return overtaken(draft, candidate)
  // Nobody knows what is true until the outcome is: nothing is stored. What is held stays, invalid, as a validator.
  // What came with it the server may have read in either order: it is asked for again.
  if (isUnsettled(about, knowledge)) {
    await fenceOff(draft, keyGroup(plan.key))
    return 'not-stored'
  }
  // Under way at the same time, and not the same: the server may have seen the two in either order.
  const unordered = held && held.kept > sent.asOf && held.body !== entry?.body
  if (unordered) return overtaken(draft, candidate)
  // Only puts check the run: a former run must not store behind the present one's back.
  if (!entry || draft.run !== state.run) return notStored(draft, plan)

  await discover(draft, candidate, held, entry, unchanged)
  await transaction.put('entries', entry)
  draft.set({
    entries: draft.state.entries + (held ? 0 : 1),
    bytes: draft.state.bytes + entry.bytes - (held?.bytes ?? 0),
  })
  await evict(draft, limits)
  return entry
}

/** It is asked for once more. Overtaken again it goes to whoever asked, who asked before the change. */
const overtaken = (draft: Draft, { plan, repeated }: Candidate): Kept | Promise<Kept> =>
  repeated ? notStored(draft, plan) : 'overtaken'

/** What was delivered and isn't stored must not be followed by anything older. */
async function notStored(draft: Draft, plan: Plan): Promise<Kept> {
  await dropKey(draft, plan)
  return 'not-stored'
}

/** A 304 counts only if the entry still holds the `ETag` that was sent (RFC 9111, section 4.3.4). */
function confirmed(held: EntryRecord | undefined, { confirms, entry }: Candidate): Candidate['entry'] {
  if (!held || !entry || held.etag !== confirms) return undefined
  const { groups, status, statusText, body, bytes, etag } = held
  // What the 304 doesn't say stays as the stored answer said it.
  const { fresh, whileRevalidating, ifError } = entry.headers.some(([name]) => name === 'cache-control') ? entry : held
  const vary = entry.vary.length > 0 ? entry.vary : held.vary
  return {
    ...entry,
    fresh,
    whileRevalidating,
    ifError,
    vary,
    headers: updated(held.headers, entry.headers),
    groups,
    status,
    statusText,
    body,
    bytes,
    etag,
  }
}

/** A 304's fields replace those of the same name (RFC 9111, section 3.2), but for what describes the body it hasn't got. */
function updated(held: EntryRecord['headers'], told: EntryRecord['headers']): EntryRecord['headers'] {
  const news = told.filter(([name]) => !/^content-(?:encoding|type|range|length)$/.test(name))
  const names = new Set(news.map(([name]) => name))
  return [...held.filter(([name]) => !names.has(name)), ...news]
}

/** Pages are told only what is new, or they would chase each other for ever. */
async function discover(
  draft: Draft,
  { plan, sent, announce }: Candidate,
  held: EntryRecord | undefined,
  entry: EntryRecord,
  unchanged: boolean | undefined,
): Promise<void> {
  const differs = held && held.body !== entry.body && (held.etag === null || held.etag !== entry.etag)
  const { states } = plan.route
  if (states && held && differs && unchanged) {
    // At the answer's own as-of: what was asked before is wrong, itself and what was asked after stay valid.
    const groups = discoveredGroups(states, parsed(held), parsed(entry))
    await draft.invalidate(groups, 'discovered', { asOf: sent.asOf })
  }
  if (!announce && !differs) return
  const news: FromWorker = { type: 'updated', url: plan.url, groups: [...entry.groups], asOf: sent.asOf }
  draft.notices.push(news)
}

async function isSomebodyElses(draft: Draft, { plan, identity }: Candidate): Promise<boolean> {
  // With a token in a header, the session is whose token it is.
  if (identity === undefined || plan.session.byHeader || draft.state.identity === identity) return false
  const known = draft.state.identity
  if (known !== null) await newSession(draft)
  draft.set({ identity })
  return known !== null
}
