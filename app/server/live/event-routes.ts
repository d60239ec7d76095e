import { performance } from 'node:perf_hooks'
import { Hono } from 'hono'
import * as v from 'valibot'
import { requireUser } from '../auth/session.ts'
import { Problem } from '../http/problem.ts'
import { readQuery } from '../http/read-input.ts'
import { eventStream } from './event-stream.ts'
import { firstLine } from '../start-error.ts'
import type { AppEnv, Deps } from '../http/app-env.ts'

const headers = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store',
  // Proxies that collect an answer before they pass it on make exceptions for this.
  'X-Accel-Buffering': 'no',
}

/** A page without the worker opens one for each tab. Beyond this, somebody is playing. */
export const MOST_STREAMS_PER_USER = 50

const resumeQuery = v.object({ lastEventId: v.optional(v.string()) })

/**
 * The live channel: tells a user's browsers what to ask about again, and never what it is. Ends with the session.
 * An id that makes no sense is answered with a *reset*: the browser would send it again and again.
 */
export function eventRoutes({ live, log }: Deps, heartbeatMs = 15_000): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/events', (c) => {
    const user = requireUser(c)
    const { lastEventId } = readQuery(c, resumeQuery)
    // Nobody would read the stream, nor end it.
    if (c.req.method === 'HEAD') return c.body(null, 200, headers)
    if (live.closed) throw new Problem(503, 'This server is stopping.', {}, { 'Retry-After': '1' })
    if (live.countOf(user.id) >= MOST_STREAMS_PER_USER) {
      throw new Problem(429, 'Too many live channels are open; close some pages.', {}, { 'Retry-After': '60' })
    }
    const began = performance.now()
    let remove: () => void = () => undefined
    const stream = eventStream(heartbeatMs, (reason) => {
      remove()
      log('info', 'live.ended', { user: user.id, reason, seconds: Math.round((performance.now() - began) / 1_000) })
    })
    const session = c.get('session') ?? ''
    const added = live.add(
      { userId: user.id, session, send: stream.send, end: stream.end },
      c.req.header('last-event-id') ?? lastEventId,
    )
    ;({ remove } = added)
    // It comes back, and asks again for what it missed.
    added.settled.catch((error: unknown) => {
      log('warn', 'live.failed', { problem: firstLine(error) })
      stream.end('failed')
    })
    return c.body(stream.body, 200, headers)
  })
}
