import { useEffect, useRef, useSyncExternalStore } from 'react'
import { useStore } from './kit-context.ts'
import type { PaymentState } from './store/payment-state.ts'
import type { PaymentView } from './store/payments.ts'
import type { Watcher } from './store/watchers.ts'

/**
 * What is shown of one payment, and again whenever that changes.
 *
 * @param key undefined where it is not known which: then what the app brought along is all there is
 */
export function usePaymentView(key: string | undefined, watcher: Watcher, brought?: PaymentState): PaymentView {
  const store = useStore()
  const view = useSyncExternalStore(
    store.subscribe,
    () => (key === undefined ? undefined : store.known(key)?.view()),
    () => undefined,
  )
  const { autoRefresh, refreshInterval } = watcher
  const latest = useRef(brought)
  const text = brought && JSON.stringify(brought)

  useEffect(() => {
    latest.current = brought
    if (key !== undefined && brought) store.known(key)?.seed(brought)
    // oxlint-disable-next-line react/exhaustive-deps -- props are made anew each time; what they say mostly isn't
  }, [store, key, text])

  useEffect(
    () => (key === undefined ? undefined : store.watchPayment(key, { autoRefresh, refreshInterval }, latest.current)),
    [store, key, autoRefresh, refreshInterval],
  )
  return view && (view.payment !== undefined || view.booking || !brought) ? view : viewOf(key, brought, view)
}

/** Until the store knows something: what the app brought along. */
function viewOf(
  key: string | undefined,
  brought: PaymentState | undefined,
  view: PaymentView | undefined,
): PaymentView {
  const { payment, booking, isChecking = false } = brought ?? {}
  return {
    payment,
    booking,
    isChecking,
    isLoading: payment === undefined && key !== undefined && !view?.error,
    isRefreshing: false,
    error: view?.error ?? null,
    isOptimistic: false,
    isStuck: false,
  }
}
