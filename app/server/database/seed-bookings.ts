import type { BookingStatus, PaymentStatus } from '../../../shared/domain.ts'

const minutes = 60_000
const days = 24 * 60 * minutes

export interface SeedBooking {
  readonly client: 'client' | 'second-client'
  readonly service: number
  readonly status: BookingStatus
  readonly note: string
  /** Days from today, and the hour of that day (UTC). */
  readonly scheduled: readonly [number, number]
  /** In ms. */
  readonly bookedAgo: number
  readonly payment?: { readonly status: PaymentStatus; readonly startedAgo: number }
  readonly review?: readonly [number, string]
}

/** What a booking may be, and its payment with it; repeated until there are enough. */
const states: readonly (readonly [BookingStatus, PaymentStatus?])[] = [
  ['CONFIRMED', 'PENDING'],
  ['PENDING_EXECUTION', 'ESCROW'],
  ['COMPLETED', 'RELEASED'],
  ['PENDING'],
  ['AWAITING_CONFIRMATION', 'ESCROW'],
  ['CONFIRMED'],
  ['IN_PROGRESS', 'HELD_IN_ESCROW'],
  ['COMPLETED', 'COMPLETED'],
  ['CONFIRMED', 'FAILED'],
  ['CANCELLED'],
  ['IN_PROGRESS', 'ESCROW'],
  ['AWAITING_CONFIRMATION', 'HELD_IN_ESCROW'],
  ['PENDING_EXECUTION', 'HELD_IN_ESCROW'],
  ['CANCELLED', 'FAILED'],
]

const notes = [
  '',
  'Please ring twice.',
  'The gate code is with the guard.',
  'There is a friendly dog.',
  'Parking behind the house.',
]
const reviews: readonly (readonly [number, string])[] = [
  [5, 'On time, tidy and friendly.'],
  [4, 'Good work, a little late.'],
  [5, 'Would book again tomorrow.'],
]

/** A full dashboard for the first client. */
const FOR_CLIENT = 60
/** Enough to see that they are another's. */
const FOR_SECOND_CLIENT = 8

/** Bookings over every status of a booking and of a payment. */
export function seedBookings(services: number): SeedBooking[] {
  return Array.from({ length: FOR_CLIENT + FOR_SECOND_CLIENT }, (_, at) => {
    const [status, payment] = states[at % states.length] ?? ['PENDING']
    const over = status === 'COMPLETED' || status === 'CANCELLED'
    const review = status === 'COMPLETED' && at % 3 !== 0 ? reviews[at % reviews.length] : undefined
    // Some checkouts were opened a moment ago, some are stuck.
    const startedAgo = payment === 'PENDING' ? (2 + 3 * at) * minutes : (1 + (at % 9)) * days
    return {
      client: at < FOR_CLIENT ? 'client' : 'second-client',
      service: (at * 5) % services,
      status,
      note: notes[at % notes.length] ?? '',
      scheduled: [(over ? -1 : 1) * (1 + (at % 20)), 7 + (at % 9)],
      bookedAgo: 10 * days + at * 97 * minutes,
      ...(payment ? { payment: { status: payment, startedAgo } } : {}),
      ...(review ? { review } : {}),
    }
  })
}
