import type { PaymentState } from './payment-state.ts'

/** A payment that is pending for longer is stuck: 8 min. */
const PATIENCE = 8 * 60_000

/** From when on a payment counts as stuck, in ms since 1970; never, if it isn't pending or nobody says since when. */
export function stuckAt(state: Pick<PaymentState, 'payment'> | undefined): number {
  const payment = state?.payment
  if (payment?.status !== 'PENDING') return Infinity
  return (Date.parse(payment.createdAt ?? payment.updatedAt) || Infinity) + PATIENCE
}
