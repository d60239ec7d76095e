import { useCallback, useSyncExternalStore } from 'react'
import type { Booking, Payment } from '../../shared/domain.ts'
import { useStore } from './kit-context.ts'
import { refreshPayment, verifyKnown } from './store/payment-acts.ts'
import { paymentGroups, paymentKey } from './store/payments.ts'
import { usePaymentView } from './use-payment-view.ts'

export interface PaymentSyncQuery {
  readonly bookingId?: string | undefined
  /** The payment's reference. Where both are given the booking is followed, and this is what *verify* asks about. */
  readonly paymentRef?: string | undefined
  /**
   * Whether a pending payment is asked for again by itself.
   * @default true
   */
  readonly autoRefresh?: boolean | undefined
  /**
   * ms between two questions about a pending payment; never less than 30,000.
   * @default 30000
   */
  readonly refreshInterval?: number | undefined
}

export interface PaymentSync {
  readonly payment: Payment | null
  readonly booking: Booking | null
  /** There is nothing to show yet. */
  readonly isLoading: boolean
  readonly isRefreshing: boolean
  /** Why there is no newer answer. What was known stays, unless it is not to be seen any more. */
  readonly error: Error | null
  /** When the server last said so. */
  readonly lastUpdated: Date | null
  /** The booking shows what this tab is doing; the server has not confirmed it. */
  readonly isOptimistic: boolean
  /** What is shown is the last known: it is too old to be relied on, and is being asked for. */
  readonly isChecking: boolean
  /** Asks anew, for all tabs; repeated calls within a second act once. Never rejects: see `error`. */
  readonly refreshPayment: () => Promise<void>
  /** Has the API ask Paystack now. Never rejects: see `error`. */
  readonly verifyPayment: () => Promise<void>
  /** What is stored of it is not served any more, in any tab. */
  readonly invalidateCache: () => Promise<void>
}

/**
 * One payment, kept right: by every change that any tab hears of, and by asking while it is pending.
 *
 * @example
 * const { payment, isLoading, refreshPayment } = usePaymentSync({ bookingId: '7' })
 */
export function usePaymentSync(query: PaymentSyncQuery = {}): PaymentSync {
  const { bookingId, paymentRef, autoRefresh = true, refreshInterval = 30_000 } = query
  const store = useStore()
  const key = paymentKey(bookingId, paymentRef)
  const view = usePaymentView(key, { autoRefresh, refreshInterval })
  const { payment, booking, isLoading, isRefreshing, error, isOptimistic, isChecking } = view
  const lastUpdated = useSyncExternalStore(
    store.subscribe,
    () => (key === undefined ? undefined : store.known(key)?.resource.snapshot.lastUpdated),
    () => undefined,
  )
  return {
    payment: payment ?? null,
    booking: booking ?? null,
    isLoading,
    isRefreshing,
    error,
    lastUpdated: lastUpdated ?? null,
    isOptimistic,
    isChecking,
    refreshPayment: useCallback(() => refreshPayment(store, key), [store, key]),
    verifyPayment: useCallback(() => verifyKnown(store, key, paymentRef), [store, key, paymentRef]),
    invalidateCache: useCallback(
      () =>
        key === undefined
          ? Promise.resolve()
          : store.client().invalidate(paymentGroups(key, store.known(key)?.resource.snapshot.data)),
      [store, key],
    ),
  }
}
