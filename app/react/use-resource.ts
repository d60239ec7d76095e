import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { User } from '../../shared/domain.ts'
import { useStore } from './kit-context.ts'
import type { ShownBooking } from './store/payment-state.ts'
import type { Resource } from './store/resource.ts'
import type { Snapshot } from './store/resource-options.ts'
import type { Store } from './store/store.ts'
import { asUsual } from './store/watchers.ts'

interface Shown<Data> extends Omit<Snapshot<Data>, 'isLoading' | 'lastUpdated'> {
  /** There is nothing to show yet. */
  readonly isLoading: boolean
  readonly isRefreshing: boolean
  readonly lastUpdated: Date | null
}

/** What the resource shows, and again whenever that changes; before it knows anything, what the app brought along. */
function useResource<Data>(resource: Resource<Data>, { subscribe }: Store, brought: Data | undefined): Shown<Data> {
  const snapshot = useSyncExternalStore(
    subscribe,
    () => resource.snapshot,
    () => undefined,
  )
  const latest = useRef(brought)
  useEffect(() => {
    if (latest.current && !resource.snapshot.data) resource.put(latest.current)
    return resource.watch(asUsual)
  }, [resource])

  const { data = snapshot?.error?.isDenied ? undefined : brought, error, headers, lastUpdated } = snapshot ?? {}
  return {
    data,
    error,
    headers,
    lastUpdated: lastUpdated ?? null,
    isLoading: data === undefined && !error,
    isRefreshing: snapshot?.isLoading ?? false,
  }
}

export interface BookingsSync extends Omit<Shown<unknown>, 'data' | 'error'> {
  readonly bookings: readonly ShownBooking[] | undefined
  /** Why there is no newer list. */
  readonly error: Error | null
}

/**
 * The person's bookings, from `/api/bookings/my-bookings`, kept right. Of a payment that is being checked
 * (`isChecking`) the last known is shown.
 *
 * @example
 * const { bookings, isLoading, error } = useBookings()
 */
export function useBookings(initial?: readonly ShownBooking[]): BookingsSync {
  const store = useStore()
  const { data, error, ...rest } = useResource(store.bookings.resource, store, initial && { bookings: initial })
  return { bookings: data?.bookings, error: error ?? null, ...rest }
}

export interface UserSync extends Omit<Shown<unknown>, 'data' | 'error'> {
  readonly user: User | undefined
  /** `ApiError` with status 401: nobody is logged in. */
  readonly error: Error | null
  /** Asks anew. Never rejects: see `error`. */
  readonly refresh: () => Promise<void>
}

/**
 * Who is logged in, from `/api/auth/me`; any change of session, in any tab, asks anew.
 *
 * @example
 * const { user, error } = useUser()
 */
export function useUser(initial?: User): UserSync {
  const store = useStore()
  const { data, error, ...rest } = useResource(store.user, store, initial)
  return { user: data, error: error ?? null, ...rest, refresh: store.refreshUser }
}
