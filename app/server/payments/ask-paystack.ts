import type { Deps } from '../http/app-env.ts'
import type { Charge } from '../paystack/paystack-client.ts'

const neverStarted = `authorization_url is null and status = 'PENDING' and created_at < now() - interval '1 minute'`

/**
 * What Paystack says about a payment now. A checkout that it has never heard of, and that we never got an address
 * for, was never opened: that counts as failed, so that the client can pay anew.
 */
export async function askPaystack({ database, paystack }: Deps, reference: string): Promise<Charge | undefined> {
  const charge = await paystack.verify(reference)
  if (charge) return charge
  const [row] = await database.query<{ amount: number; currency: string }>(
    `select amount, currency from payments where reference = $1 and ${neverStarted}`,
    [reference],
  )
  return row && { ...row, outcome: 'failed', paidAt: null }
}
