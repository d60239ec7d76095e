import type { Context, MiddlewareHandler } from 'hono'
import type { ApiRecord } from './api-record.ts'

/**
 * Stands before every route of the API, and writes down what goes through.
 *
 * @example startServer({ …, middleware: [recordRequests(record)] })
 */
export function recordRequests(record: ApiRecord): MiddlewareHandler {
  return async (c, next) => {
    const { pathname, search } = new URL(c.req.url)
    const { method } = c.req
    const session = record.sessionOf(c.req.header('cookie'))
    const arrival = record.arrived({ id: c.req.header('x-request-id'), method, url: pathname + search, session })
    try {
      await next()
    } catch (error) {
      arrival.broken()
      throw error
    }
    const { status, headers } = c.res
    const isJson = headers.get('content-type')?.includes('application/json') === true
    const body: unknown = isJson ? await c.res.clone().json() : undefined
    const etag = headers.get('etag')
    arrival.answered({ status, etag, body, replayed: headers.has('idempotent-replayed'), lost: isGone(c) })
  }
}

/** Whoever asked went away, or was cut off; there is no connection where the API is called without a port. */
function isGone({ env }: Context): boolean {
  const { outgoing } = (env ?? {}) as { readonly outgoing?: { readonly destroyed: boolean } }
  return outgoing?.destroyed === true
}
