import type { Payment } from '../../../shared/domain.ts'
import { newKey } from '../api/send.ts'
import { withoutCheckoutReturn, type CheckoutReturn } from '../checkout-return.ts'
import { renew, verify } from './act.ts'
import { paymentKey } from './payments.ts'
import type { Store } from './store.ts'

/** How it went, for the person. */
export type Outcome = { readonly payment: Payment | undefined } | { readonly error: Error }

const underWay = new WeakMap<Store, Promise<Outcome>>()

/**
 * Back from the checkout: asks what really happened, makes every tab see it, then cleans the address. Once, however many
 * components see the address.
 */
export function returnFromCheckout(store: Store, back: CheckoutReturn): Promise<Outcome> {
  const outcome = underWay.get(store) ?? handle(store, back).finally(() => underWay.delete(store))
  underWay.set(store, outcome)
  return outcome
}

async function handle(store: Store, { bookingId, reference }: CheckoutReturn): Promise<Outcome> {
  const byBooking = paymentKey(bookingId, undefined)
  const byReference = paymentKey(undefined, reference)
  const key = byBooking ?? byReference ?? ''
  let outcome: Outcome = { payment: undefined }
  try {
    if (reference) {
      const { payment } = await verify(store, key, reference, keyOfReturn())
      outcome = { payment: (payment as Payment | null) ?? undefined }
    }
  } catch (error) {
    outcome = { error: error as Error } // The refresh below may still tell.
  }
  const list = store.bookings.resource
  const shown = [list, store.keeperOf(key)].filter((each) => each?.isWatched())
  const groups = ['bookings', byBooking, byReference].filter((group) => group !== undefined)
  await renew(store, groups, list, [...new Set(shown)] as (typeof list)[])
  history.replaceState(history.state, '', withoutCheckoutReturn(location.href))
  return outcome
}

/** In the page's history it outlives a reload, so that a return which is handled again is still the same intention. */
function keyOfReturn(): string {
  const state = Object(history.state) as { paymentSyncReturn?: string }
  const key = state.paymentSyncReturn ?? newKey()
  history.replaceState({ ...state, paymentSyncReturn: key }, '')
  return key
}
