import type { ReadName } from './schedule.ts'

/** Where a page asks for something about a booking; `other` stands beside it where several are asked for at once. */
export function urlOf(what: ReadName, id: string, other: string): string {
  switch (what) {
    case 'my-bookings':
      return '/api/bookings/my-bookings'
    case 'bookings':
      return '/api/bookings'
    case 'booking':
      return `/api/bookings/${id}`
    case 'verify':
      return `/api/payment/verify?bookingId=${id}`
    case 'payments':
      return `/api/payments?bookingIds=${id},${other}`
    case 'sync':
      return '/api/bookings/sync'
    case 'services':
      return '/api/services'
  }
}
