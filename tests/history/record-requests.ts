import type { MiddlewareHandler } from 'hono'
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
    arrival.answered({ status, etag: headers.get('etag'), body, replayed: headers.has('idempotent-replayed') })
  }
}
