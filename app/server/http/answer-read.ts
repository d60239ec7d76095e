import { createHash } from 'node:crypto'
import type { AppContext } from './app-env.ts'

/**
 * How long an answer may be kept:
 * - `payment`: it must be asked about each time. The worker has its own contract for these routes.
 * - `booking`: nothing is said, so that the page's TTL table holds; without a freshness or a date of change, HTTP
 *   caches ask again each time.
 * - `static`: the same, and no secret.
 */
const cacheControl = { payment: 'private, no-cache', booking: 'private', static: 'public' } as const

/**
 * A 200 with an `ETag` over the data, or a 304.
 *
 * @param aside fields that are sent but don't count as a change, such as the time
 */
export function answerRead(
  c: AppContext,
  kind: keyof typeof cacheControl,
  data: Readonly<Record<string, unknown>>,
  aside: Readonly<Record<string, unknown>> = {},
): Response {
  const tag = `"${createHash('sha256').update(JSON.stringify(data)).digest('base64url').slice(0, 27)}"`
  const headers = { 'Cache-Control': cacheControl[kind], ETag: tag }
  if (matches(c.req.header('if-none-match'), tag)) return c.body(null, 304, headers)
  return c.json({ ...data, ...aside }, 200, headers)
}

/** RFC 9110, section 13.1.2: `*`, or a list compared weakly. */
function matches(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false
  return header.trim() === '*' || header.split(',').some((each) => each.trim().replace(/^W\//, '') === tag)
}
