import { Hono, type MiddlewareHandler } from 'hono'
import * as v from 'valibot'
import { signatureOf } from '../paystack/signature.ts'
import { sandboxTransaction, wireData } from './sandbox-transactions.ts'
import type { AppEnv, Deps } from '../http/app-env.ts'

const initialize = v.object({
  email: v.string(),
  // Paystack takes the amount as text, too.
  amount: v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.integer(), v.minValue(1)),
  currency: v.string(),
  reference: v.pipe(v.string(), v.regex(/^[A-Za-z0-9.=-]{1,100}$/)),
  callback_url: v.pipe(v.string(), v.url()),
  metadata: v.optional(v.record(v.string(), v.unknown()), {}),
})

/** Paystack's wire format for *initialize* and *verify*, its errors included. */
export function sandboxApi({ database, paystackKey }: Deps): Hono<AppEnv> {
  const withKey: MiddlewareHandler<AppEnv> = async (c, next) => {
    // Hashed first, so that the comparison takes the same time for every wrong key.
    const given = signatureOf(c.req.header('authorization') ?? '', paystackKey)
    if (given !== signatureOf(`Bearer ${paystackKey}`, paystackKey)) {
      return c.json({ status: false, message: 'Invalid key' }, 401)
    }
    return next()
  }
  return new Hono<AppEnv>()
    .use(withKey)
    .post('/transaction/initialize', async (c) => {
      const { success, output } = v.safeParse(initialize, await c.req.json<unknown>().catch(() => undefined))
      if (!success) return c.json({ status: false, message: 'Invalid request' }, 400)
      const { reference, amount, currency, callback_url: callbackUrl, metadata } = output
      const [made] = await database.query(
        `insert into sandbox_transactions (reference, amount, currency, callback_url, metadata)
         values ($1, $2, $3, $4, $5) on conflict do nothing returning 1`,
        [reference, amount, currency, callbackUrl, JSON.stringify(metadata)],
      )
      if (!made) return c.json({ status: false, message: 'Duplicate Transaction Reference' }, 400)
      const data = {
        authorization_url: new URL(`/sandbox/checkout/${reference}`, callbackUrl).href,
        access_code: reference,
        reference,
      }
      return c.json({ status: true, message: 'Authorization URL created', data })
    })
    .get('/transaction/verify/:reference', async (c) => {
      const transaction = await sandboxTransaction(database, c.req.param('reference').replaceAll('\0', ''))
      if (!transaction) return c.json({ status: false, message: 'Transaction reference not found' }, 400)
      return c.json({ status: true, message: 'Verification successful', data: wireData(transaction) })
    })
}
