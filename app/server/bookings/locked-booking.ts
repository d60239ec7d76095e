import type { Booking } from '../../../shared/domain.ts'
import type { Queryable } from '../database/database.ts'
import { Problem } from '../http/problem.ts'
import { bookingById } from './booking-rows.ts'

/**
 * The user's booking, which nobody else changes until this transaction ends. Every change of a booking or of its
 * payments locks the booking first, so that they queue up in one order. Somebody else's is a 404, as if it weren't there.
 */
export async function lockedBooking(transaction: Queryable, userId: string, id: string): Promise<Booking> {
  await transaction.query('select 1 from bookings where id = $1 for update', [id])
  return foundBooking(transaction, userId, id)
}

/** The user's booking, or a 404. */
export async function foundBooking(database: Queryable, userId: string, id: string): Promise<Booking> {
  const booking = await bookingById(database, userId, id)
  if (!booking) throw new Problem(404, `There is no booking ${id} of yours.`)
  return booking
}

/** What a change of a booking makes wrong. */
export function bookingGroups(booking: Booking): string[] {
  const { id, payment } = booking
  return [`booking:${id}`, 'bookings', ...(payment ? [`payment:${payment.reference}`] : [])]
}
