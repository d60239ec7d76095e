import { mutationGroups, unknownGroups } from '../invalidate/mutation-groups.ts'
import { passing, type Answer } from '../network/answer.ts'
import { readWhole } from '../network/read-whole.ts'
import { brokeOff, settle } from '../store/intents.ts'
import type { RecordedAnswer } from '../store/records.ts'
import { endSession } from '../store/sessions.ts'
import type { Context, WaitUntil } from './context.ts'
import type { Opened } from './opened.ts'
import { parsed } from '../invalidate/parsed.ts'
import { deliver } from './respond.ts'
import { writtenOrTold } from './written.ts'

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
  const { intent } = opened
  const answer = await read(response)
  const { kind, status } = answer
  if (kind === 'broken' || status === 502 || status === 504) {
    // Whoever answered for the server doesn't know whether it did what it was asked.
    await writtenOrTold(context, (draft) => brokeOff(draft, intent))
  } else {
    const settle = (): Promise<unknown> => settled(context, opened, answer)
    await settle()
    // The server may still be at work while it streams.
    if (kind === 'passing') waitUntil(response.clone().arrayBuffer().then(settle, settle))
  }
  return deliver(context, answer, { status: `fwd=method; fwd-status=${status}`, asOf, lasting: true })
}

/** Only what the rules may look into, or the record holds, is read before it is handed over; the rest streams. */
async function read(response: Response): Promise<Answer> {
  const { headers } = response
  const isShort = Number(headers.get('content-length') ?? Number.POSITIVE_INFINITY) <= MOST_RECORDED
  const isRead = isShort || /json/.test(headers.get('content-type') ?? 'json')
  return isRead ? readWhole(response, MOST_READ) : passing(response)
}

function settled(
  context: Context,
  { match, session, body, intent, repeats }: Opened,
  answer: Answer,
): Promise<unknown> {
  const { status, headers } = answer
  const json = parsed(answer)
  const groups = mutationGroups(match, { body: body.json, response: json, headers })
  // A body that can't be looked into might have named anything.
  const unread = json === undefined ? unknownGroups(match, body.json) : []
  const rule = match.route?.rule.session
  // A login that failed starts nothing; a failed logout ends the session here all the same.
  const starts = rule === 'ends' || (rule === 'starts' && status < 400) ? rule : undefined
  const changes = rule === 'starts' && !starts ? [] : [...groups, ...unread]
  return writtenOrTold(context, async (draft) => {
    await settle(draft, {
      intent,
      // Refused (409, say, while the first is at work) it tells nothing of the first, which stays unknown.
      repeats: status < 300 && context.ports.alone() ? repeats?.id : undefined,
      groups: changes,
      session: starts,
      named: namedChanges(answer),
      answer: recorded(answer, intent.fingerprint),
    })
    if (status === 401 && !rule) await endSession(draft, session)
  })
}

/**
 * The server's changes that the request wrote (`Payment-Sync-Changes: 41, 42`). While an answer still streams the server may
 * be at work: then what its headers name is not all.
 */
const namedChanges = ({ kind, headers }: Answer): string[] =>
  (kind === 'whole' && headers.get('payment-sync-changes')?.match(/[^\s,]+/g)) || []

/** Null where a repeat can't be recognised, or what it would be answered is too long. */
function recorded(answer: Answer, fingerprint: string | null): RecordedAnswer | null {
  if (fingerprint === null || answer.kind !== 'whole' || answer.bytes > MOST_RECORDED) return null
  const { status, statusText, headers, body } = answer
  return { status, statusText, headers: [...headers], body }
}
