import type { Answer } from '../network/answer.ts'
import { answerGroups } from '../invalidate/answer-groups.ts'
import { lifetime, mayBeStored } from '../network/freshness.ts'
import type { Plan } from '../plan.ts'
import type { Candidate, Sent } from '../store/keep-answer.ts'
import type { EntryRecord } from '../store/records.ts'
import { parsed } from '../invalidate/parsed.ts'

/**
 * Whether an answer says how things are: a failure doesn't, and leaves what is held alone. What says so and can't be
 * stored drops it.
 */
export function tellsState({ kind, status }: Answer): boolean {
  if (kind === 'broken') return false
  return status < 300 || status === 304 || stateless.has(status)
}

const stateless = new Set([401, 403, 404, 410])

export interface Wanted {
  readonly plan: Plan
  readonly sent: Sent
  readonly answer: Answer
  /** The `ETag` that was sent. */
  readonly etag: string | undefined
  readonly mayStore: boolean
  readonly identity: string | undefined
  readonly repeated: boolean
  readonly announce: boolean
}

/** What of an answer is to be stored, and what it says of the rest. */
export function candidateOf(wanted: Wanted): Candidate {
  const { plan, sent, answer, etag, mayStore } = wanted
  const { headers } = answer
  const storable = mayStore && mayBeStored(headers.get('cache-control'), headers.get('vary'))
  const confirms = answer.status === 304 ? etag : undefined
  const whole = answer.kind === 'whole' && (answer.status === 200 || confirms !== undefined) ? answer : undefined
  const groups = answerGroups(plan, headers, () => (whole ? parsed(whole) : undefined))
  return {
    ...wanted,
    entry: storable && whole ? entryOf(plan, sent, whole, groups) : undefined,
    groups,
    confirms,
    endsSession: answer.status === 401 && !plan.route.rule.keepsSession,
  }
}

function entryOf(
  plan: Plan,
  { asOf, at }: Sent,
  answer: Answer,
  groups: readonly string[],
): Omit<EntryRecord, 'run' | 'kept'> {
  const { status, statusText, headers, body, bytes } = answer
  return {
    key: plan.key,
    url: plan.url,
    session: plan.session.id,
    class: plan.route.className,
    groups,
    asOf,
    status,
    statusText,
    headers: [...headers],
    body: body ?? '',
    bytes,
    etag: headers.get('etag'),
    vary: varying(plan.request, headers.get('vary')),
    confirmedAt: new Date(at.wall),
    confirmedMono: at.mono,
    // Of several, the first (RFC 9111, section 5.1).
    upstreamAge: Math.max(0, Number.parseInt(headers.get('age') ?? '', 10) || 0) * 1_000,
    ...lifetime(headers.get('cache-control'), plan.route.class),
    lastUsed: new Date(at.wall),
  }
}

/** What `Vary` names and a worker can see; the cookie is told apart by the session. */
function varying(request: Request, vary: string | null): [string, string | null][] {
  const names = (vary ?? '').toLowerCase().split(',')
  return names.flatMap((name) => (name.trim() === '' ? [] : [[name.trim(), request.headers.get(name.trim())]]))
}
