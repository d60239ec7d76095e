import type { ReactNode } from 'react'
import useSWR, { mutate, SWRConfig, type SWRConfiguration } from 'swr'
import type { Booking, Payment } from '../../../shared/domain.ts'
import { EVERY, LIST, paymentUrl, post, type Library } from './library.ts'

interface Known {
  readonly payment: Payment | null
}

/**
 * SWR, as its documentation has it: a payment begins with what the list said (`fallbackData`), is asked for in an interval
 * while it is pending, and a mutation revalidates what it concerns.
 *
 * @param isTold somebody else tells of changes
 */
export function swrLibrary(config: SWRConfiguration, ask: typeof fetch, isTold = false): Library {
  return {
    Around: ({ children }: { readonly children: ReactNode }) => <SWRConfig value={config}>{children}</SWRConfig>,
    useBookings: () => useSWR<{ readonly bookings: readonly Booking[] }>(LIST).data?.bookings,
    usePayment: ({ id, payment }) =>
      useSWR<Known>(paymentUrl(id), {
        fallbackData: { payment },
        revalidateIfStale: false,
        refreshInterval: (latest) => ((latest?.payment ?? payment)?.status === 'PENDING' ? EVERY : 0),
      }).data?.payment,
    async change(id) {
      await post(ask, id)
      if (!isTold) await Promise.all([mutate(LIST), mutate(paymentUrl(id))])
    },
  }
}
