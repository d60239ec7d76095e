import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { firstLine } from '../start-error.ts'
import { Problem, problemBody } from './problem.ts'
import type { AppEnv } from './app-env.ts'
import type { Log } from '../log.ts'

/** Turns whatever was thrown into an answer. */
export function onError(log: Log) {
  return (error: unknown, c: Context<AppEnv>): Response => {
    const problem = toProblem(error, c.req.method)
    if (problem.status >= 500) {
      log('error', 'request.failed', {
        method: c.req.method,
        path: c.req.path.slice(0, 200),
        problem: firstLine(error),
        code: codeOf(error),
      })
    }
    return problemResponse(c, problem)
  }
}

/** `application/problem+json`, but for *sync*, whose errors have a form of their own. */
export function problemResponse(c: Context<AppEnv>, problem: Problem): Response {
  const { status } = problem
  const headers = { 'Cache-Control': 'no-store', ...problem.headers }
  const body = problemBody(problem, c.req.path)
  if (c.req.path === '/api/bookings/sync') {
    const timestamp = new Date().toISOString()
    const sync = { success: false, error: body['title'], message: problem.message, timestamp }
    return new Response(JSON.stringify(sync), { status, headers: { ...headers, 'Content-Type': 'application/json' } })
  }
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...headers, 'Content-Type': 'application/problem+json' },
  })
}

/** The database went away, or never was there: the driver's words, and the server's (class 57: operator intervention). */
const GONE = /^(CONNECTION_|CONNECT_TIMEOUT|ECONN|EPIPE|ETIMEDOUT|57P0|53300|08)/

/** Without an answer from the database nobody knows what a change came to: a 502 says that, where a 503 would deny it. */
function unreachable(method: string): Problem {
  const headers = { 'Retry-After': '2' }
  return ['GET', 'HEAD', 'OPTIONS'].includes(method)
    ? new Problem(503, 'The database cannot be reached just now. Try again in a moment.', {}, headers)
    : new Problem(502, 'The database went away: nobody knows whether this was done. Look again.', {}, headers)
}

function toProblem(error: unknown, method: string): Problem {
  if (error instanceof Problem) return error
  if (error instanceof HTTPException) return new Problem(error.status, error.message || 'The request was refused.')
  // Two transactions that waited for each other: neither did anything.
  const code = codeOf(error)
  if (code === '40001' || code === '40P01') {
    return new Problem(503, 'Others changed the same at the same time. Try again.', {}, { 'Retry-After': '1' })
  }
  if (code !== undefined && GONE.test(code)) return unreachable(method)
  return new Problem(500, 'Something went wrong here; it is in the log.')
}

const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined
