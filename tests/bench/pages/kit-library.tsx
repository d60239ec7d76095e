import type { PaymentSyncClient } from '../../../app/client/public.ts'
import { PaymentSyncProvider, useBookings, usePaymentSync } from '../../../app/react/public.ts'
import { post, type Library } from './library.ts'

/** The kit's own hooks; each knows of the other. */
export const kitLibrary = (client: PaymentSyncClient): Library => ({
  Around: ({ children }) => <PaymentSyncProvider client={client}>{children}</PaymentSyncProvider>,
  useBookings: () => useBookings().bookings,
  usePayment: ({ id }) => usePaymentSync({ bookingId: id }).payment,
  change: (id) => post((input, init) => client.fetch(input, init), id),
})
