import { EVERYTHING } from '../../shared/groups.ts'
import { groupHeader } from '../invalidate/answer-groups.ts'
import { unknownGroups } from '../invalidate/mutation-groups.ts'
import { remade } from '../network/remade.ts'
import type { MutationMatch } from '../plan.ts'
import { STORE_DEADLINE, within } from '../store/deadline.ts'
import { brokeOff, closeIntent, newIntent, openIntent } from '../store/intents.ts'
import type { Context, WaitUntil } from './context.ts'
import { readBody } from './fingerprint.ts'
import { observe } from './observe.ts'
import type { Opened } from './opened.ts'
import { mayRepeat, repeatedIntent } from './repeated-dispatch.ts'
import { respond } from './respond.ts'
import { sessionOf } from './session-of.ts'
import { settleAnswer } from './settle-answer.ts'
import { toldMutation } from './told-mutation.ts'
import { written, writtenOrTold } from './written.ts'

export interface MutationEvent {
  readonly clientId: string
  readonly waitUntil: WaitUntil
  /** Resolves when the page has its answer; after that there is no repeated dispatch. */
  readonly handled: Promise<unknown>
}

/**
 * Forwards a mutation once, untouched, between two records: what is about to happen, and what came of it. Never queued,
 * never retried, and not held back by a failing store for more than 500 ms.
 */
export async function mutate(context: Context, match: MutationMatch, event: MutationEvent): Promise<Response> {
  const { request } = match
  const until = context.ports.now().mono + STORE_DEADLINE
  // What is dispatched later is no repeat of these.
  const answered = new Set(context.answered)
  const opened = await prepare(context, match, event, answered).catch(() => undefined)
  if (!opened) return forwardBlind(context, match, event, until)
  const { repeats } = opened
  // It has come: whoever does the same again means it.
  if (repeats) closeWhenHandled(context, repeats.id, event, context.ports.alone)
  if (repeats?.answer)
    return respond(context, repeats.answer, { status: 'hit; detail=repeated-dispatch', lasting: true })
  // It may have been executed, and only the API could tell. The page learns that the outcome is unknown; the run has told
  // all of them to ask for fresh state.
  if (repeats && !(repeats.idempotencyKey !== null && honoursKeys(context, request))) return Response.error()

  // Unwritten, it is forwarded all the same.
  await written(context, (draft) => openIntent(draft, opened.intent))
  return forward(context, opened, event)
}

async function prepare(
  context: Context,
  match: MutationMatch,
  { clientId }: MutationEvent,
  answered: ReadonlySet<string>,
): Promise<Opened | undefined> {
  const { ports, store } = context
  const { request } = match
  const run = await store.run()
  // What a repeat would be known by went with the database.
  if (run.hasLost && mayHarm(context, match)) return undefined
  const [session, body] = await Promise.all([sessionOf(context, request), readBody(context, match)])
  const repeats = repeatedIntent(context, run, { request, clientId, fingerprint: body.fingerprint }, answered)
  if (repeats === 'unknown') return undefined
  const newKey = honoursKeys(context, request) ? ports.uuid() : null
  const intent = newIntent(
    { run: run.number, now: ports.now() },
    {
      // A repeat has a record of its own: until its outcome is known, that of the first dispatch stays unknown.
      id: ports.uuid(),
      client: clientId,
      method: request.method,
      url: request.url,
      fingerprint: body.fingerprint,
      idempotencyKey: request.headers.get('idempotency-key') ?? repeats?.idempotencyKey ?? newKey,
      groups: unknownGroups(match, body.json),
    },
  )
  return { match, session, body, intent, repeats }
}

async function forward(context: Context, opened: Opened, event: MutationEvent): Promise<Response> {
  const { ports, store } = context
  const { intent, match } = opened
  const wasOffline = !ports.online()
  const asOf = store.stamps.take(ports.now().wall)
  let response: Response
  try {
    response = await ports.send(withKey(match.request, intent.idempotencyKey))
  } catch (error) {
    // Offline before and after: it was never sent.
    const neverSent = wasOffline && !ports.online()
    await writtenOrTold(context, (draft) => (neverSent ? closeIntent(draft, intent.id) : brokeOff(draft, intent)))
    closeWhenHandled(context, intent.id, event)
    throw error
  }
  const answered = await settleAnswer(context, opened, { response, asOf, waitUntil: event.waitUntil })
  closeWhenHandled(context, intent.id, event)
  return answered
}

/**
 * The store can't be asked, or can't tell whether this is a repeat. So while one may come only a
 * key makes it safe. What it changes is invalidated as soon as the store can be written, or the store is distrusted.
 *
 * @param until when the answer is held back no longer, by the run's own clock (ms)
 */
async function forwardBlind(
  context: Context,
  match: MutationMatch,
  { clientId, waitUntil }: MutationEvent,
  until: number,
): Promise<Response> {
  const { ports } = context
  const { request } = match
  if (mayHarm(context, match)) return Response.error()
  const told = (groups: readonly string[], unknown: boolean): void => {
    const end = { client: clientId, ended: true, groups, unknown }
    waitUntil(toldMutation(context, match, end).catch(distrusted))
  }
  const observed = observe(context, match, clientId).catch(distrusted)
  waitUntil(observed)
  // Before it is sent, as long as the store is waited for, the next run must know that it can't trust what it finds, and
  // recognises no repeat.
  const left = until - ports.now().mono
  if (left > 0) await within(ports, observed, left).catch(distrusted)
  try {
    const response = await ports.send(request)
    told(groupHeader(response.headers.get('cache-group-invalidation')) ?? [EVERYTHING], false)
    return response
  } catch (error) {
    told([], true)
    throw error
  }
}

/**
 * Whether it may be a repeat that nobody recognises. Then only a key makes it safe; but a login is sent again in any case:
 * its repeat is never recognised, and harms nobody.
 */
const mayHarm = (context: Context, { request, route }: MutationMatch): boolean =>
  mayRepeat(context) &&
  !route?.rule.session &&
  !(request.headers.has('idempotency-key') && honoursKeys(context, request))

/** A store that can't be written is no longer trusted; the store itself has seen to it. */
const distrusted = (): void => undefined

/** @param isOver whether no other run may be asked for it: one that was begun before may take long to look */
function closeWhenHandled(
  { store, answered }: Context,
  id: string,
  { handled, waitUntil }: MutationEvent,
  isOver = (): boolean => true,
): void {
  const close = async (): Promise<unknown> => {
    answered.add(id)
    if (!isOver()) return undefined
    return store.tryCommit(async (draft) => {
      const intent = await draft.transaction.get('intents', id)
      if (intent?.state === 'settled') await closeIntent(draft, id)
      // An outcome that is still unknown stays on record until its window is over; but no repeat of it can come any more.
      else if (intent) await draft.transaction.put('intents', { ...intent, run: 0 })
    })
  }
  // An intent that stays is taken for one of an earlier run, and goes with it.
  waitUntil(handled.then(close, close).catch(() => 'kept'))
}

/** One `Idempotency-Key`, one execution. */
const honoursKeys = ({ policy }: Context, { method }: Request): boolean =>
  policy.policy.idempotentMethods.includes(method)

function withKey(request: Request, key: string | null): Request {
  if (key === null || request.headers.has('idempotency-key')) return request
  const headers = new Headers(request.headers)
  headers.set('idempotency-key', key)
  return remade(request, { headers })
}
