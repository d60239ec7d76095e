/**
 * The bookings of the examples: in memory, of nobody in particular.
 *
 * @typedef {{ reference: string, status: string }} Payment
 * @typedef {{ id: string, status: string, service: string, payment: Payment | null }} Booking
 */

/** @returns {Booking[]} */
const firstBookings = () => [
  { id: '7', status: 'CONFIRMED', service: 'Garden work', payment: null },
  { id: '8', status: 'CONFIRMED', service: 'Window cleaning', payment: null },
  { id: '9', status: 'PENDING_EXECUTION', service: 'Piano tuning', payment: { reference: 'ref-9', status: 'ESCROW' } },
]

/** @param {(groups: string[]) => void} onChange told what a change makes wrong */
export function createBookings(onChange) {
  const bookings = firstBookings()

  /** @param {string} id */
  const find = (id) => bookings.find((booking) => booking.id === id)

  return {
    all: () => bookings,
    find,
    /** @param {string} id @param {string} status @returns {Booking | undefined} */
    pay(id, status = 'ESCROW') {
      const booking = find(id)
      if (!booking) return undefined
      const reference = booking.payment?.reference ?? `ref-${id}`
      booking.payment = { reference, status }
      booking.status = 'PENDING_EXECUTION'
      onChange([`booking:${id}`, 'bookings', `payment:${reference}`])
      return booking
    },
  }
}
