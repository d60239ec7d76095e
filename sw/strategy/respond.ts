import { AS_OF } from '../../shared/protocol.ts'
import type { Answer } from '../network/answer.ts'
import type { RecordedAnswer } from '../store/records.ts'
import type { Context } from './context.ts'

/** How an answer came about, in the words of RFC 9211. */
export interface Told {
  /** `Cache-Status` without the cache's name: `hit; ttl=21`, `fwd=miss; collapsed`. */
  readonly status: string
  /** ms; only for answers from the store. */
  readonly age?: number
  readonly asOf?: number
  /** It must reach the page though the worker is stopped as soon as it is handed over. */
  readonly lasting?: boolean
}

/** A response that explains itself. */
export function respond(
  { policy }: Context,
  answer: RecordedAnswer | Answer,
  { status: why, age, asOf, lasting }: Told,
): Response {
  const { status, statusText, body } = answer
  const headers = new Headers(answer.headers as HeadersInit)
  // Caches nearer to the user append (RFC 9211, section 2).
  headers.append('Cache-Status', `${policy.policy.name}; ${why}`)
  if (age !== undefined) headers.set('Age', String(Math.floor(age / 1_000)))
  if (asOf !== undefined) headers.set(AS_OF, String(asOf))
  return new Response(lasting ? body : streamed(body), { status, statusText, headers })
}

/**
 * Text and bytes Chromium first takes into the browser's process, and the worker, with all that it is answering, waits for
 * that: it costs as much as everything else that is done for an answer from the store. A stream is sent as it is.
 */
function streamed(body: RecordedAnswer['body']): ReadableStream | null {
  if (body === null) return null
  return new ReadableStream({
    start(controller) {
      controller.enqueue(typeof body === 'string' ? new TextEncoder().encode(body) : new Uint8Array(body))
      controller.close()
    },
  })
}

/** The network's answer. What can't be made anew is handed on as it came. */
export function deliver(context: Context, answer: Answer, told: Told): Response {
  return answer.kind === 'whole' ? respond(context, answer, told) : answer.response
}
