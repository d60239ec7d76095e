import type { Queryable } from '../database/database.ts'

/** A transaction as the sandbox keeps it. */
export interface SandboxTransaction {
  readonly reference: string
  readonly amount: number
  readonly currency: string
  readonly callback_url: string
  readonly metadata: string
  /** `abandoned` is Paystack's word for *not paid yet*. */
  readonly status: 'abandoned' | 'success' | 'failed'
  readonly created_at: Date
  readonly paid_at: Date | null
}

export async function sandboxTransaction(on: Queryable, reference: string): Promise<SandboxTransaction | undefined> {
  const [row] = await on.query<SandboxTransaction>('select * from sandbox_transactions where reference = $1', [
    reference,
  ])
  return row
}

/** In Paystack's wire format: what *verify* answers, and what a webhook carries. */
export function wireData(transaction: SandboxTransaction): Record<string, unknown> {
  const { reference, amount, currency, status } = transaction
  return {
    id: reference,
    domain: 'test',
    status,
    reference,
    amount,
    currency,
    channel: 'card',
    gateway_response: status === 'success' ? 'Successful' : status === 'failed' ? 'Declined' : 'Not paid yet',
    metadata: JSON.parse(transaction.metadata) as unknown,
    created_at: transaction.created_at.toISOString(),
    paid_at: transaction.paid_at?.toISOString() ?? null,
  }
}
