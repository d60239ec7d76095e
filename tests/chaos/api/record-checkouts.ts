import type { MiddlewareHandler } from 'hono'
import type { Database } from '../../../app/server/database/database.ts'
import type { ApiRecord } from '../../history/api-record.ts'
import { now } from '../now.ts'

/** A checkout's answer names its payment by reference only, without a version: the record learns here who made it. */
export function recordCheckouts(record: ApiRecord, database: Database): MiddlewareHandler {
  return async (c, next) => {
    const from = now()
    await next()
    const id = c.req.header('x-request-id')
    if (
      id === undefined ||
      c.res.status !== 200 ||
      !c.req.path.endsWith('/pay') ||
      c.res.headers.has('idempotent-replayed')
    )
      return
    const until = now()
    const { reference } = (await c.res.clone().json()) as { reference: string }
    const [payment] = await database.query<{ id: string; fresh: boolean }>(
      `select id, created_at >= to_timestamp($2::float8 / 1000) as fresh from payments where reference = $1`,
      // Another clock, and a coarser one.
      [reference, from - 10],
    )
    // One that was open before was found, not made.
    if (payment?.fresh)
      record.write({ key: `payment:${payment.id}`, version: 1, state: 'PENDING', from, until, by: id })
  }
}
