import { firstLine } from '../start-error.ts'
import { signatureOf } from '../paystack/signature.ts'
import { wireData, type SandboxTransaction } from './sandbox-transactions.ts'
import type { Deps } from '../http/app-env.ts'

/**
 * Tells this API what happened, as Paystack would: signed, over HTTP. If it gets lost the payment stays pending until
 * somebody asks, as in life.
 */
export async function deliverWebhook(deps: Deps, transaction: SandboxTransaction): Promise<void> {
  const event = transaction.status === 'success' ? 'charge.success' : 'charge.failed'
  const body = JSON.stringify({ event, data: wireData(transaction) })
  try {
    const response = await fetch(`${deps.ownUrl()}/api/payment/webhook`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Paystack-Signature': signatureOf(body, deps.paystackKey) },
      body,
      signal: AbortSignal.timeout(5_000),
    })
    await response.arrayBuffer()
    if (!response.ok) deps.log('warn', 'sandbox.webhook-refused', { status: response.status })
  } catch (error) {
    deps.log('warn', 'sandbox.webhook-lost', { problem: firstLine(error) })
  }
}
