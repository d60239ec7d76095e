import { QueryClientProvider, useQuery, type QueryClient } from '@tanstack/react-query'
import type { Booking, Payment } from '../../../shared/domain.ts'
import { EVERY, LIST, paymentUrl, post, readJson, type Library } from './library.ts'

/**
 * TanStack Query, as its guides have it: a payment begins with what the list said (*Initial data from cache*, with the age
 * of the list), is asked for in an interval while it is pending, and a mutation invalidates what it concerns.
 *
 * @param isTold somebody else tells of changes
 */
export function queryLibrary(client: QueryClient, ask: typeof fetch, isTold = false): Library {
  return {
    Around: ({ children }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>,
    useBookings: () =>
      useQuery({
        queryKey: ['bookings'],
        queryFn: ({ signal }) => readJson<{ readonly bookings: readonly Booking[] }>(ask, LIST, { signal }),
      }).data?.bookings,
    usePayment: ({ id, payment }) =>
      useQuery({
        queryKey: ['payment', id],
        queryFn: ({ signal }) => readJson<{ readonly payment: Payment | null }>(ask, paymentUrl(id), { signal }),
        initialData: { payment },
        initialDataUpdatedAt: () => client.getQueryState(['bookings'])?.dataUpdatedAt,
        staleTime: EVERY,
        refetchInterval: ({ state }) => (state.data?.payment?.status === 'PENDING' ? EVERY : false),
      }).data.payment,
    async change(id) {
      await post(ask, id)
      if (isTold) return
      const concerned = [['bookings'], ['payment', id]]
      await Promise.all(concerned.map((queryKey) => client.invalidateQueries({ queryKey })))
    },
  }
}
