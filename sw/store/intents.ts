import { ANY_SESSION, EVERYTHING } from '../../shared/groups.ts'
import type { Draft } from './draft.ts'
import { invalidateChanges } from './live.ts'
import type { IntentRecord, RecordedAnswer } from './records.ts'
import { newSession } from './sessions.ts'

/** The outcome of a mutation is unknown for so many ms after it failed, or after the run that found it began. */
export const UNSETTLED_FOR = 60_000

/** ms; a dispatch is repeated within milliseconds of the new run (Chromium 156), a person clicks later. */
export const REPEATS_WITHIN = 5_000

/** Written before a mutation is forwarded. Nothing is invalidated yet, and readers go on as before. */
export function openIntent(draft: Draft, intent: IntentRecord): Promise<unknown> {
  return draft.transaction.put('intents', ofThisRun(draft, intent))
}

/** The run that it belongs to may have another number by now: a connection that was lost is opened again as another. */
const ofThisRun = ({ run }: Draft, intent: IntentRecord): IntentRecord => ({ ...intent, run })

export interface Settlement {
  readonly intent: IntentRecord
  /** The intent that it repeats, if it has the same outcome, and no other run may get the repeat of it. */
  readonly repeats: string | undefined
  /** What it made wrong. */
  readonly groups: readonly string[]
  /** Undefined: nothing begins or ends. */
  readonly session: 'starts' | 'ends' | undefined
  /** The server's changes that it wrote, where its answer names them. */
  readonly named: readonly string[]
  /** For a repeated dispatch; null where there can be none any more. */
  readonly answer: RecordedAnswer | null
}

/** The mutation has its answer: what it changed, and that it is over, in one transaction. */
export async function settle(draft: Draft, settlement: Settlement): Promise<void> {
  const { intent, repeats, groups, session, named, answer } = settlement
  if (repeats !== undefined) await closeIntent(draft, repeats)
  if (session) await newSession(draft)
  else if (named[0]) await invalidateChanges(draft, groups, 'mutation', named)
  else await draft.invalidate(groups, 'mutation')
  const settled = { ...ofThisRun(draft, intent), state: 'settled', unsettledUntil: null, answer } as const
  if (answer) await draft.transaction.put('intents', settled)
  else await draft.transaction.delete('intents', intent.id)
}

/** Nobody knows what the mutation did: it counts as having happened, now and whenever until the window is over. */
export async function orphan(draft: Draft, intent: IntentRecord, ms = UNSETTLED_FOR): Promise<void> {
  // A login or logout: it may have begun another session, whose answers must confirm nothing of this one's.
  if (intent.groups.includes(ANY_SESSION)) await newSession(draft)
  await leaveUnsettled(draft, { ...intent, state: 'unsettled' }, ms)
  await draft.invalidate(intent.groups, 'outcome-unknown', { unsettledFor: ms })
}

/** Stands for every mutation and login that could have been on record. */
export const anything = (draft: Draft, id: string): IntentRecord =>
  newIntent(draft, { id, groups: [EVERYTHING, ANY_SESSION] })

/** What was under way went with the database that it was written in. */
export const loseTrack = (draft: Draft): Promise<void> => orphan(draft, anything(draft, LOST))

/** The id of the record that says so: the next run can't recognise the repeat of what went with it. */
export const LOST = 'lost'

/**
 * A run that can't be relied on to write goes on sending what it is asked to send: it may have happened by now, for a run that is
 * alive beside it, and at any time until the next one begins, which finds this record.
 */
export async function loseTrackUntilNextRun(draft: Draft): Promise<void> {
  await loseTrack(draft)
  await openIntent(draft, anything(draft, 'unknown'))
}

/** The connection ended without an answer that tells. */
export const brokeOff = (draft: Draft, intent: IntentRecord): Promise<void> => orphan(draft, ofThisRun(draft, intent))

/** Its answer was handed over, or it was never sent. */
export function closeIntent(draft: Draft, id: string): Promise<unknown> {
  return draft.transaction.delete('intents', id)
}

/**
 * A navigation that begins or ends a session is on its way: nothing is served or stored until it lands.
 *
 * @param startedAt kept where a run begins it anew though the clock says that it is over
 */
export async function beginLanding(draft: Draft, client: string, startedAt = new Date(draft.now.wall)): Promise<void> {
  const intent = newIntent(draft, { id: landingIn(client), client, groups: [EVERYTHING] })
  await leaveUnsettled(draft, { ...intent, state: 'landing', startedAt }, UNSETTLED_FOR)
  await newSession(draft)
}

/** It landed: whatever was answered meanwhile may have been either session's. */
export async function endLanding(draft: Draft, client: string): Promise<void> {
  if (!(await draft.transaction.get('intents', landingIn(client)))) return
  await closeIntent(draft, landingIn(client))
  await newSession(draft)
}

/** The id of its intent. */
export const landingIn = (client: string): string => `landing in ${client}`

/**
 * Of a request that is about to be sent. One that we don't answer has no fingerprint, and no key; one that we don't know, no
 * address.
 */
export function newIntent(
  { run, now }: Pick<Draft, 'run' | 'now'>,
  about: Pick<IntentRecord, 'id' | 'groups'> & Partial<IntentRecord>,
): IntentRecord {
  return {
    client: '',
    method: '',
    url: '',
    fingerprint: null,
    idempotencyKey: null,
    ...about,
    state: 'open',
    run,
    startedAt: new Date(now.wall),
    unsettledUntil: null,
    answer: null,
  }
}

async function leaveUnsettled(draft: Draft, intent: IntentRecord, ms: number): Promise<void> {
  await draft.transaction.put('intents', { ...intent, unsettledUntil: new Date(draft.now.wall + ms) })
  draft.ends.set(intent.id, draft.now.mono + ms)
}
