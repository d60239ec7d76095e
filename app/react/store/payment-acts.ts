import { asApiError } from '../api/api-error.ts'
import { renew, verify } from './act.ts'
import { paymentGroups } from './payments.ts'
import type { Store } from './store.ts'

/** A person wants the server's word on one payment. Never rejects: the failure is shown with it. */
export async function refreshPayment(store: Store, key: string | undefined): Promise<void> {
  if (key === undefined) return
  const { resource } = store.payment(key)
  await renew(store, paymentGroups(key, resource.snapshot.data), resource, [store.keeperOf(key) ?? resource])
  store.tidy(key)
}

/** A person wants Paystack's word. Without a reference there is nothing to ask Paystack about. Never rejects. */
export async function verifyKnown(store: Store, key: string | undefined, reference?: string): Promise<void> {
  if (key === undefined) return
  const { resource } = store.payment(key)
  const known = reference ?? resource.snapshot.data?.payment?.reference
  if (!known) return refreshPayment(store, key)
  try {
    await verify(store, key, known)
  } catch (error) {
    resource.fail(asApiError(error))
  }
}

/** A person wants everything anew, in all tabs. Never rejects: failures are shown with what could not be had. */
export async function refreshAll(store: Store): Promise<void> {
  const list = store.bookings.resource
  await Promise.all([renew(store, ['bookings', 'payments'], list, [list]), store.refreshUser()])
}
