import { sessionGroup } from '../../shared/groups.ts'
import { mutationGroups, unknownGroups } from '../invalidate/mutation-groups.ts'
import { BrokenAnswer, type Answer } from '../network/answer.ts'
import { readWhole } from '../network/read-whole.ts'
import { STORE_DEADLINE, within } from '../store/deadline.ts'
import { orphan, settle } from '../store/intents.ts'
import type { RecordedAnswer } from '../store/records.ts'
import { endSession } from '../store/sessions.ts'
import type { Context, WaitUntil } from './context.ts'
import type { Opened } from './opened.ts'
import { parsed } from './parsed.ts'
import { fromNetwork } from './respond.ts'

/** bytes; a longer JSON body streams, and what it would have named is assumed. */
const MOST_READ = 1_048_576

/** bytes; a longer answer isn't recorded. */
const MOST_RECORDED = 65_536

interface Came {
  readonly response: Response
  readonly asOf: number
  readonly waitUntil: WaitUntil
}

/** Writes down what a mutation changed, tells the pages, and only then hands the answer over. */
export async function settleAnswer(
  context: Context,
  opened: Opened,
  { response, asOf, waitUntil }: Came,
): Promise<Response> {
  const { store, policy } = context
  const { intent } = opened
  const answer = await read(response)
  if (answer instanceof BrokenAnswer || answer.status === 502 || answer.status === 504) {
    // Whoever answered for the server doesn't know whether it did what it was asked.
    await written(
      context,
      store.commit((draft) => orphan(draft, intent)),
    )
    return answer instanceof BrokenAnswer ? answer.response : delivered(answer, policy.policy.name, asOf)
  }
  await settled(context, opened, answer)
  if (answer.kind === 'passing') {
    // The server may still be at work while it streams.
    const end = answer.response.clone().arrayBuffer()
    const again = (): Promise<void> => settled(context, opened, answer)
    waitUntil(end.then(again, again))
  }
  return delivered(answer, policy.policy.name, asOf)
}

/** Only what the rules may look into, or the record holds, is read before it is handed over; the rest streams. */
async function read(response: Response): Promise<Answer | BrokenAnswer> {
  const { headers, status } = response
  const isShort = Number(headers.get('content-length') ?? Number.POSITIVE_INFINITY) <= MOST_RECORDED
  if (!isShort && !/json/.test(headers.get('content-type') ?? 'json'))
    return { kind: 'passing', status, headers, response }
  try {
    return await readWhole(response, MOST_READ)
  } catch (error) {
    if (error instanceof BrokenAnswer) return error
    throw error
  }
}

function settled(context: Context, { match, session, body, intent }: Opened, answer: Answer): Promise<void> {
  const { status, headers } = answer
  const worst = sessionGroup(session.id)
  const json = answer.kind === 'whole' ? parsed(answer) : undefined
  const groups = mutationGroups(match, worst, { body: body.json, response: json, headers })
  // A body that can't be looked into might have named anything.
  const unread = json === undefined ? unknownGroups(match, worst, body.json) : []
  const rule = match.route?.rule.session
  // A login that failed starts nothing; a failed logout ends the session here all the same.
  const starts = rule === 'ends' || (rule === 'starts' && status < 400) ? rule : undefined
  const changes = rule === 'starts' && !starts ? [] : [...groups, ...unread]
  return written(
    context,
    context.store.commit(async (draft) => {
      await settle(draft, { intent, groups: changes, session: starts, answer: recorded(answer, intent.fingerprint) })
      if (status === 401 && !rule) await endSession(draft, session)
    }),
  )
}

/** Null where a repeat can't be recognised, or what it would be answered is too long. */
function recorded(answer: Answer, fingerprint: string | null): RecordedAnswer | null {
  if (fingerprint === null || answer.kind === 'passing' || answer.bytes > MOST_RECORDED) return null
  const { status, statusText, headers, body } = answer
  return { status, statusText, headers: [...headers], body }
}

/** Late or failed, the store is no longer trusted until it has caught up; the page doesn't wait for that. */
function written({ ports }: Context, commit: Promise<void>): Promise<void> {
  return within(ports, STORE_DEADLINE, commit).catch(() => undefined)
}

function delivered(answer: Answer, cache: string, asOf: number): Response {
  if (answer.kind === 'passing') return answer.response
  return fromNetwork(answer, cache, { status: `fwd=method; fwd-status=${answer.status}`, asOf })
}
