import { CHECKING, type Booking, type Payment } from '../../shared/domain.ts'

/** A booking as this page shows it. */
export interface ShownBooking extends Booking {
  /** While the payment is being checked: what it was when the server last said. */
  readonly lastKnown?: Payment['status']
}

export interface BookingList {
  readonly bookings: readonly ShownBooking[]
}

/** Bookings stay on screen while their payments are checked, each with the status it had; the truth replaces it. */
export function keepLastKnown(before: BookingList | undefined, after: BookingList): BookingList {
  if (!after.bookings.some(({ payment }) => payment?.status === CHECKING)) return after
  const known = new Map(
    before?.bookings.flatMap(({ payment, lastKnown }) => {
      const status = payment?.status === CHECKING ? lastKnown : payment?.status
      return payment && status ? [[payment.reference, status] as const] : []
    }),
  )
  const bookings = after.bookings.map((booking) => {
    const lastKnown = booking.payment?.status === CHECKING ? known.get(booking.payment.reference) : undefined
    return lastKnown === undefined ? booking : { ...booking, lastKnown }
  })
  return { ...after, bookings }
}
