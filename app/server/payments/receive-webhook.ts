import * as v from 'valibot'
import { answerChange } from '../http/answer-change.ts'
import { Problem } from '../http/problem.ts'
import { chargeData } from '../paystack/paystack-client.ts'
import { signatureMatches } from '../paystack/signature.ts'
import { settlePayment } from './settle-payment.ts'
import type { AppContext, Deps } from '../http/app-env.ts'

const event = v.object({ event: v.string(), data: v.unknown() })

/**
 * Paystack tells what happened. The signature is over the bytes as they came. An event that isn't for us gets a 200
 * too: Paystack repeats anything else for days.
 */
export async function receiveWebhook(c: AppContext, deps: Deps): Promise<Response> {
  const raw = new Uint8Array(await c.req.arrayBuffer())
  if (!signatureMatches(raw, c.req.header('x-paystack-signature'), deps.paystackKey)) {
    deps.log('warn', 'webhook.bad-signature')
    throw new Problem(401, 'The signature does not belong to this body.')
  }
  const charge = chargeOf(raw)
  if (!charge) return c.json({ success: true, ignored: true })
  return answerChange(c, deps, 'webhook', async (transaction) => {
    const settled = await settlePayment(transaction, charge.reference, charge)
    if (settled?.recoveryNeeded) deps.log('warn', 'payment.recovery-needed', { booking: settled.bookingId })
    const groups = settled?.changed ? [`booking:${settled.bookingId}`, 'bookings', `payment:${charge.reference}`] : []
    return { body: { success: true }, groups }
  })
}

function chargeOf(raw: Uint8Array): v.InferOutput<typeof chargeData> | undefined {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder().decode(raw))
  } catch {
    throw new Problem(400, 'The body is not JSON.')
  }
  const { success, output } = v.safeParse(event, json)
  if (!success || !['charge.success', 'charge.failed'].includes(output.event)) return undefined
  const charge = v.safeParse(chargeData, output.data)
  if (!charge.success) throw new Problem(422, 'data is not a charge.')
  return charge.output
}
