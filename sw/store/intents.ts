import { beginOther, UNSETTLED_FOR } from './begin-run.ts'
import type { Draft } from './draft.ts'
import type { IntentRecord, RecordedAnswer } from './records.ts'
import { newSession } from './sessions.ts'

/** Written before a mutation is forwarded. Nothing is invalidated yet, and readers go on as before. */
export function openIntent(draft: Draft, intent: IntentRecord): Promise<unknown> {
  return draft.transaction.put('intents', intent)
}

export interface Settlement {
  readonly intent: IntentRecord
  /** What it made wrong. */
  readonly groups: readonly string[]
  /** Undefined: nothing begins or ends. */
  readonly session: 'starts' | 'ends' | undefined
  /** For a repeated dispatch; null where there can be none any more. */
  readonly answer: RecordedAnswer | null
}

/** The mutation has its answer: what it changed, and that it is over, in one transaction. */
export async function settle(draft: Draft, { intent, groups, session, answer }: Settlement): Promise<void> {
  if (session) await newSession(draft)
  else await draft.invalidate(groups, 'mutation')
  if (answer) await draft.transaction.put('intents', { ...intent, state: 'settled', unsettledUntil: null, answer })
  else await draft.transaction.delete('intents', intent.id)
}

/** Nobody knows what the mutation did: it counts as having happened, now and whenever until the window is over. */
export async function orphan(draft: Draft, intent: IntentRecord, ms = UNSETTLED_FOR): Promise<void> {
  await beginOther(draft, intent)
  await draft.unsettle(intent, ms)
}

/** Its answer was handed over, or it was never sent. */
export function closeIntent(draft: Draft, id: string): Promise<unknown> {
  return draft.transaction.delete('intents', id)
}

/** A navigation that begins or ends a session is on its way: nothing is served or stored until it lands. */
export async function beginLanding(draft: Draft, client: string): Promise<void> {
  draft.set({ landing: { client, until: new Date(draft.now.wall + UNSETTLED_FOR) } })
  await newSession(draft)
}

/** It landed: whatever was answered meanwhile may have been either session's. */
export async function endLanding(draft: Draft, client: string): Promise<void> {
  if (draft.state.landing?.client !== client) return
  draft.set({ landing: null })
  await newSession(draft)
}
