import { isUnsettled, shownBooking, stateOf, type PaymentState, type ShownBooking } from './payment-state.ts'
import { ApiError } from '../api/api-error.ts'
import { keepSame } from './same.ts'
import type { Core } from './core.ts'
import type { Answer } from './order.ts'
import { createResource, type Resource } from './resource.ts'

export interface BookingList {
  readonly bookings: readonly ShownBooking[]
}

export interface Bookings {
  readonly resource: Resource<BookingList>
  /** The booking, if the list keeps its payment up to date: then nobody else needs to ask. */
  readonly kept: (id: string) => ShownBooking | undefined
  /** An answer to another question told of one of them. */
  readonly patch: (booking: ShownBooking) => void
}

/**
 * The list of the person's bookings.
 *
 * @param feed what an answer says of one booking goes to whoever shows it, and the newer of the two comes back; undefined
 *   where nobody does
 */
export function createBookings(
  core: Core,
  feed: (said: ShownBooking, answer: Answer) => PaymentState | undefined,
): Bookings {
  const resource = createResource<BookingList>(core, {
    url: '/api/bookings/my-bookings',
    groups: (list) => ['bookings', 'payments', ...(list?.bookings ?? []).flatMap(bookingGroups)],
    take(body, before, answer) {
      const bookings = body['bookings'] as readonly ShownBooking[] | undefined
      if (!Array.isArray(bookings)) throw new ApiError('refused', 502) // A list without a list is no answer.
      const known = new Map(before?.bookings.map((booking) => [booking.id, booking]))
      const newest = (booking: ShownBooking): ShownBooking => {
        const shown = known.get(booking.id)
        const state = feed(booking, answer) ?? stateOf({ booking }, shown && stateOf({ booking: shown }))
        return keepSame(shown, (state && shownBooking(state)) ?? booking)
      }
      return { bookings: (bookings as readonly ShownBooking[]).map(newest) }
    },
    onWatch: (_, isConfirmed) => (isConfirmed ? undefined : 'first'),
    doubt: ({ bookings }) => ({ bookings: bookings.map((booking) => ({ ...booking, isChecking: true })) }),
    mayChange: ({ bookings }) =>
      bookings.some(({ payment, isChecking = false }) => isUnsettled({ payment, isChecking })),
  })

  let listed: BookingList | undefined
  let byId: ReadonlyMap<string, ShownBooking> = new Map()

  return {
    resource,
    // Each card asks, each time that anything changes.
    kept(id) {
      const { data } = resource.snapshot
      if (listed !== data) byId = new Map(data?.bookings.map((each) => [each.id, each]))
      listed = data
      const booking = resource.isWatched() ? byId.get(id) : undefined
      return booking?.payment === undefined ? undefined : booking
    },
    patch(booking) {
      const bookings = resource.snapshot.data?.bookings
      if (!bookings?.some(({ id }) => id === booking.id)) return
      resource.put({ bookings: bookings.map((each) => (each.id === booking.id ? booking : each)) })
    },
  }
}

const bookingGroups = ({ id, payment }: ShownBooking): string[] => [
  `booking:${id}`,
  ...(payment?.reference ? [`payment:${payment.reference}`] : []),
]
