import type { Answer } from '../network/answer.ts'
import type { Plan } from '../plan.ts'
import { within } from '../store/deadline.ts'
import type { Context } from './context.ts'
import { newest, type Flight } from './flights.ts'
import { look, type Looked } from './look.ts'
import { refresh } from './refresh.ts'
import { deliver, respond } from './respond.ts'
import { serve } from './serve.ts'

export interface Asking {
  /** Whether a request under way may be joined. */
  readonly join?: boolean
  /** Whether what is held may be confirmed. */
  readonly conditional?: boolean
  readonly mayStore?: boolean
  /** A page was given masked fields, and waits for the truth. */
  readonly announce?: boolean
  /** ms; how long the network may take before a valid entry is served instead. */
  readonly timeout?: number
  /** Whether a valid entry stands in for a network that fails. */
  readonly fallback?: boolean
  /** The reason in `Cache-Status` (RFC 9211, section 2.2), where it isn't that nothing usable was held. */
  readonly reason?: 'request' | 'bypass'
  readonly waitUntil: (promise: Promise<unknown>) => void
}

/** Starts a request, or joins one that was sent after every change to what it reads, and within the TTL. */
export function fly(
  context: Context,
  plan: Plan,
  found: Looked,
  asking: Asking,
): { flight: Flight; isJoined: boolean } {
  const { join = true, conditional = true, mayStore = true, announce = false, waitUntil } = asking
  // What it brings may be as old as the asking: a laptop that sleeps wakes up with requests under way.
  const ttl = Math.min(plan.route.class.ttl, ...context.policy.agingFields.map((field) => field.class.ttl))
  const { wall, mono } = context.ports.now()
  const mayJoin = ({ asOf, at }: Flight): boolean =>
    asOf >= Math.max(found.changedAt, found.entry?.asOf ?? 0) && Math.max(wall - at.wall, mono - at.mono) <= ttl
  const joined = join && found.shared ? newest(found.flights.filter(mayJoin)) : undefined
  if (joined) return { flight: joined, isJoined: true }
  const held = conditional ? found.entry : undefined
  const flight = context.flights.start(plan, (course) =>
    refresh(context, { plan, born: found.born, held, mayStore, announce, together: join, waitUntil }, course),
  )
  // A late answer is kept all the same. Who waits for it meets its failure.
  waitUntil(flight.landed.catch(() => undefined))
  return { flight, isJoined: false }
}

/** The network's answer, or where that fails or is late the store's, or else exactly the network's. */
export async function ask(context: Context, plan: Plan, found: Looked, asking: Asking): Promise<Response> {
  const { flight, isJoined } = fly(context, plan, found, asking)
  const { timeout, fallback, reason } = asking
  const inTime = timeout !== undefined && found.entry ? within(context.ports, flight.landed, timeout) : flight.landed
  const came = await inTime.catch(() => undefined)
  if (fallback && (!came || isFailure(came.answer))) {
    const held = await fallBack(context, plan)
    if (held) return held
  }
  const { answer, entry, asOf } = came ?? (await flight.landed)
  // What can't be shared, its one reader has: this one asks for itself.
  if (isJoined && answer.kind !== 'whole') return ask(context, plan, found, { ...asking, join: false })
  const stored = entry?.asOf === asOf ? '; stored' : ''
  const status = `fwd=${reason ?? (found.entry ? 'stale' : 'miss')}; fwd-status=${answer.status}${stored}${isJoined ? '; collapsed' : ''}${answer.of ? '; detail=batched' : ''}`
  return entry ? respond(context, entry, { status, asOf }) : deliver(context, answer, { status, asOf })
}

const failing = new Set([429, 500, 502, 503, 504])
const isFailure = ({ kind, status }: Answer): boolean => kind === 'broken' || failing.has(status)

/** Whether the entry may stand in is decided now: it may have been changed, or have aged, while the network failed. */
async function fallBack(context: Context, plan: Plan): Promise<Response | undefined> {
  const found = await look(context, plan)
  return found && serve(context, plan, found, { as: 'ifError', detail: 'network-fallback' })?.response
}
