import { Hono } from 'hono'
import { Problem } from '../http/problem.ts'
import type { AppEnv, Deps } from '../http/app-env.ts'

/** Whether the API can do its work, and what its environment tells the page. */
export function healthRoutes({ database, environment, sandbox }: Deps): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get('/health', async (c) => {
      try {
        await database.query('select 1', [])
      } catch {
        throw new Problem(503, 'The database cannot be reached.', {}, { 'Retry-After': '2' })
      }
      return c.json({ status: 'ok', sandbox }, 200, { 'Cache-Control': 'no-store' })
    })
    .get('/settings', (c) =>
      c.json(
        {
          refreshInterval: environment.PAYMENT_SYNC_REFRESH_INTERVAL,
          cacheTtl: environment.PAYMENT_SYNC_CACHE_TTL,
          debug: environment.PAYMENT_SYNC_DEBUG,
        },
        200,
        { 'Cache-Control': 'no-store' },
      ),
    )
}
