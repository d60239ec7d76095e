import type { Plan } from '../plan.ts'
import { within } from '../store/deadline.ts'
import type { Draft } from '../store/draft.ts'
import { dropKey } from '../store/drop-key.ts'
import type { EntryRecord } from '../store/records.ts'
import { keepAnswer, type Candidate, type Kept } from '../store/keep-answer.ts'
import { candidateOf, tellsState, type Wanted } from './candidate.ts'
import { retryAfter } from './background.ts'
import type { Context, WaitUntil } from './context.ts'
import type { Course, Landed } from './flights.ts'
import { gather } from './gather.ts'
import { answerIdentity } from './identity.ts'
import { send } from './send.ts'
import { written } from './written.ts'

export interface Refresh {
  readonly plan: Plan
  /** Of the database that was looked into before. */
  readonly born: string
  /** What may be confirmed, by its `ETag`. */
  readonly held: EntryRecord | undefined
  readonly mayStore: boolean
  readonly announce: boolean
  /** Whether it may be asked for with others. */
  readonly together: boolean
  readonly waitUntil: WaitUntil
}

/** An overtaken read is repeated once; a 304 whose entry has gone, once more, unconditionally. */
const MOST_ATTEMPTS = 3

/** Asks the origin, and keeps the answer unless something newer came between. `course` tells when it asked last. */
export async function refresh(context: Context, refreshing: Refresh, course: Course): Promise<Landed> {
  const { ports, background } = context
  const { plan } = refreshing
  const { request, route } = plan
  let { together } = refreshing
  let held = mayCondition(context, plan) && refreshing.held?.etag ? refreshing.held : undefined
  for (let attempt = 1; ; attempt += 1) {
    const gathering = together ? gather(context, plan, course) : undefined
    const share = gathering && (await gathering)
    // The first of those whom nothing came of asks before the next one looks for somebody who has.
    const instead = gathering && !share ? landedLater(context, plan, course.asOf) : undefined
    const landed = instead && (await instead)
    if (landed) return landed
    // What couldn't be had together isn't tried so again.
    together = share !== undefined
    const etag = share ? undefined : (held?.etag ?? undefined)
    const { answer, asOf, at } = share ?? (await send(context, { request, etag }, route.className, [course]))
    background.wait(plan.key, ports.now().mono + retryAfter(answer.headers.get('retry-after'), ports.now().wall))
    const sent = { asOf, at, born: refreshing.born }
    const kept = await keep(context, refreshing, { answer, etag, repeated: attempt > 1, sent })
    if (typeof kept === 'object') return { answer, entry: kept, asOf: kept.asOf }
    if (kept === 'overtaken' && attempt === 1) {
      const later = await landedLater(context, plan, asOf)
      if (later) return later
      continue
    }
    // A 304 that isn't kept stands for what it was asked about all the same. Not asked again: by now it might be another's.
    if (answer.status === 304 && kept === 'not-stored' && held) return { answer, entry: held, asOf }
    if (answer.status !== 304 || attempt === MOST_ATTEMPTS) return { answer, entry: undefined, asOf }
    // There is nothing that this 304 could stand for.
    held = undefined
  }
}

/** What somebody else was answered who has asked since: whoever must ask once more needn't. */
function landedLater({ flights }: Context, plan: Plan, asOf: number): Promise<Landed | undefined> | undefined {
  // What can't be shared, its one reader has.
  return flights.later(plan, asOf)?.landed.then((landed) => (landed.answer.kind === 'whole' ? landed : undefined))
}

function mayCondition({ policy }: Context, { request, url }: Plan): boolean {
  const { origin } = new URL(url)
  // Across origins the header costs a preflight, which the API may refuse.
  return request.mode === 'same-origin' || origin === policy.origin || policy.policy.conditionalOrigins.includes(origin)
}

type Came = Pick<Wanted, 'answer' | 'etag' | 'sent' | 'repeated'>

async function keep(context: Context, { plan, mayStore, announce, waitUntil }: Refresh, came: Came): Promise<Kept> {
  if (!tellsState(came.answer)) return 'not-stored'
  const { store, policy } = context
  const identity = await answerIdentity(context, came.answer)
  const candidate = candidateOf({ ...came, plan, mayStore, announce, identity })
  return new Promise((handOver) => {
    let ahead: EntryRecord | undefined
    const keeping = committed(context, candidate, async (draft) => {
      const { noticed } = draft.state
      // Tried once more, what the page has already can't be asked for again.
      const wanted = ahead ? { ...candidate, entry: ahead, confirms: undefined, repeated: true } : candidate
      const kept = await keepAnswer(draft, wanted, policy.policy.limits)
      if (mayPrecede(kept, plan, came.sent.asOf) && draft.state.noticed === noticed) {
        store.ahead.set(plan.key, (ahead = kept))
        handOver(kept)
      }
      return kept
    })
    waitUntil(
      keeping.then((kept) => {
        if (store.ahead.get(plan.key) === ahead) store.ahead.delete(plan.key)
        return handOver(kept)
      }),
    )
  })
}

/**
 * Whether the page has it before it is committed. No later run serves what this one stored, nor can one have begun: its first
 * transaction waits for this one, and what it asks for is newer. What others must hear of they hear first.
 */
const mayPrecede = (kept: Kept, { route }: Plan, asOf: number): kept is EntryRecord =>
  !route.class.outlivesRun && typeof kept === 'object' && kept.asOf === asOf

async function committed(
  context: Context,
  { plan, sent }: Candidate,
  change: (draft: Draft) => Promise<Kept>,
): Promise<Kept> {
  try {
    // The answer waits for the store, but not for ever; what was begun goes on.
    return await within(context.ports, context.store.tryCommit(change))
  } catch {
    // It goes to the page all the same: what is held must go, unless in the end that is this answer.
    await written(context, (draft) => dropKey(draft, plan, sent.asOf))
    return 'not-stored'
  }
}
