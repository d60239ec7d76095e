import { CHECKING } from '../../shared/domain.ts'
import type { ShownBooking } from '../react/public.ts'

export const VIEWS = ['all', 'to-pay', 'escrow', 'under-way', 'completed', 'cancelled'] as const
export type View = (typeof VIEWS)[number]

export const viewNames: Readonly<Record<View, string>> = {
  all: 'All',
  'to-pay': 'To pay',
  escrow: 'In escrow',
  'under-way': 'Under way',
  completed: 'Completed',
  cancelled: 'Cancelled',
}

/** While it is being checked: the last known. */
const paymentOf = ({ payment }: ShownBooking): string => payment?.status ?? 'NONE'

const belongs: Readonly<Record<View, (booking: ShownBooking) => boolean>> = {
  all: () => true,
  'to-pay': (booking) => booking.status === 'CONFIRMED' && ['NONE', 'PENDING', 'FAILED'].includes(paymentOf(booking)),
  escrow: (booking) => ['ESCROW', 'HELD_IN_ESCROW'].includes(paymentOf(booking)),
  'under-way': ({ status }) =>
    ['PENDING', 'PENDING_EXECUTION', 'IN_PROGRESS', 'AWAITING_CONFIRMATION'].includes(status),
  completed: ({ status }) => status === 'COMPLETED',
  cancelled: ({ status }) => status === 'CANCELLED',
}

/** The bookings of this view that hold every word of the search. */
export function selectBookings(bookings: readonly ShownBooking[], view: View, search: string): readonly ShownBooking[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return bookings.filter((booking) => {
    const { id, service, provider, client, note } = booking
    const text = `${id} ${service.name} ${service.category} ${provider.name} ${client.name} ${note}`.toLowerCase()
    return belongs[view](booking) && words.every((word) => text.includes(word))
  })
}

/** Undefined where nobody knows: a payment that is being checked may belong there. */
export function countView(bookings: readonly ShownBooking[], view: View): number | undefined {
  const isAboutPayments = view === 'to-pay' || view === 'escrow'
  if (isAboutPayments && bookings.some((booking) => paymentOf(booking) === CHECKING)) return undefined
  return bookings.filter(belongs[view]).length
}
