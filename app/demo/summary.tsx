import type { ReactElement } from 'react'
import type { ShownBooking } from './last-known.ts'
import { isPaid } from './payment-words.ts'

/** How things stand, in four numbers. */
export function Summary({ bookings }: { readonly bookings: readonly ShownBooking[] }): ReactElement {
  const tiles = [
    ['Total Bookings', bookings.length],
    [
      'Paid Bookings',
      bookings.filter(
        ({ payment, lastKnown }) => payment && isPaid(lastKnown ? { ...payment, status: lastKnown } : payment),
      ).length,
    ],
    ['Completed', bookings.filter(({ status }) => status === 'COMPLETED').length],
    [
      'Pending Payments',
      bookings.filter(({ payment, lastKnown }) => (lastKnown ?? payment?.status) === 'PENDING').length,
    ],
  ] as const
  return (
    <dl className="summary">
      {tiles.map(([name, count]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{count}</dd>
        </div>
      ))}
    </dl>
  )
}
