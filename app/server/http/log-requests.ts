import { performance } from 'node:perf_hooks'
import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from './app-env.ts'
import type { Log } from '../log.ts'

/** One line per API request: the path without its query, the status, the time it took. */
export function logRequests(log: Log): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const start = performance.now()
    await next()
    if (!/^\/(api|sandbox)\//.test(c.req.path)) return
    const { method, path } = c.req
    log('info', 'request', {
      method,
      path: path.slice(0, 200),
      status: c.res.status,
      ms: Math.round(performance.now() - start),
      user: c.get('user')?.id,
      replayed: c.res.headers.has('idempotent-replayed') || undefined,
    })
  }
}
