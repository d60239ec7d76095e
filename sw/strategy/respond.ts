import { HEADERS } from '../../shared/protocol.ts'
import type { WholeAnswer } from '../network/answer.ts'
import type { EntryRecord, RecordedAnswer } from '../store/records.ts'

/** How an answer came about, in the words of RFC 9211. */
export interface Told {
  /** `Cache-Status` without the cache's name: `hit; ttl=21`, `fwd=miss; collapsed`. */
  readonly status: string
  /** ms; only for answers from the store. */
  readonly age?: number
  readonly asOf?: number
}

/** What the worker adds to every answer of its own making. */
function explain(headers: Headers, cache: string, { status, age, asOf }: Told): Headers {
  // Caches nearer to the user append (RFC 9211, section 2).
  headers.append(HEADERS.status, `${cache}; ${status}`)
  if (age !== undefined) headers.set(HEADERS.age, String(Math.floor(age / 1_000)))
  if (asOf !== undefined) headers.set(HEADERS.asOf, String(asOf))
  return headers
}

type Held = Pick<EntryRecord, 'status' | 'statusText' | 'headers' | 'body'> | RecordedAnswer

/** An answer from the store. */
export function fromStore({ status, statusText, headers, body }: Held, cache: string, told: Told): Response {
  return new Response(body, {
    status,
    statusText,
    headers: explain(new Headers(headers.map(([...pair]) => pair)), cache, told),
  })
}

/** The network's answer, as it came. */
export function fromNetwork({ status, statusText, headers, body }: WholeAnswer, cache: string, told: Told): Response {
  return new Response(body, { status, statusText, headers: explain(new Headers(headers), cache, told) })
}

/** An answer of the worker itself (RFC 9457). */
export function problem(status: number, title: string, detail: string, cache: string, told: Told): Response {
  const headers = explain(
    new Headers({ 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' }),
    cache,
    told,
  )
  return new Response(JSON.stringify({ title, status, detail }), { status, headers })
}
