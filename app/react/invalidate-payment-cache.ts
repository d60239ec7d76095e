import { currentStore } from './client/default-client.ts'
import { paymentKey } from './store/payments.ts'

/**
 * What is stored of a payment is not served any more, in any tab; whoever shows it asks anew. Without arguments: of all
 * payments and bookings. Uses the client of the provider that is on the page, else the default one.
 *
 * @throws PaymentSyncError `NO_REPLY` where an active worker could not be told
 * @example
 * await invalidatePaymentCache('7')
 */
export async function invalidatePaymentCache(bookingId?: string, paymentRef?: string): Promise<void> {
  if (typeof document === 'undefined') return // A server holds nothing.
  const groups = [paymentKey(bookingId, undefined), paymentKey(undefined, paymentRef)].filter(
    (group) => group !== undefined,
  )
  await currentStore()
    .client()
    .invalidate(groups.length > 0 ? groups : ['payments', 'bookings'])
}
