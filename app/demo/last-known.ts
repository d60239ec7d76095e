import { CHECKING, type Booking, type Payment } from '../../shared/domain.ts'

/** A payment's status; null where there is no payment. */
export type Known = Payment['status'] | null

/** A booking as this page shows it. */
export interface ShownBooking extends Booking {
  /** While the payment is being checked: what it was when the server last said. */
  readonly lastKnown?: Known
}

export interface BookingList {
  readonly bookings: readonly ShownBooking[]
}

/** The status to go by: while it is being checked, the last known; `CHECKING` where nothing is known. */
export function knownStatus({ payment, lastKnown }: ShownBooking): Known {
  if (payment?.status === CHECKING) return lastKnown === undefined ? CHECKING : lastKnown
  return payment?.status ?? null
}

/**
 * Bookings stay on screen while their payments are checked, each with the status it had; the truth replaces it. A payment
 * that is being checked may consist of its status alone: *none* is checked like any other.
 */
export function keepLastKnown(before: BookingList | undefined, after: BookingList): BookingList {
  const known = new Map(before?.bookings.map((booking) => [booking.id, knownStatus(booking)]))
  const bookings = after.bookings.map((booking) => {
    const lastKnown = booking.payment?.status === CHECKING ? known.get(booking.id) : undefined
    return lastKnown === undefined || lastKnown === CHECKING ? booking : { ...booking, lastKnown }
  })
  return { ...after, bookings }
}
