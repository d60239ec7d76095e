import type { ReactElement } from 'react'
import { CHECKING } from '../../shared/domain.ts'
import { knownStatus, type ShownBooking } from './last-known.ts'
import { isPaid } from './payment-words.ts'

/** How things stand, in four numbers. What is not known is not counted as nothing. */
export function Summary({ bookings }: { readonly bookings: readonly ShownBooking[] }): ReactElement {
  const statuses = bookings.map(knownStatus)
  const isKnown = !statuses.includes(CHECKING)
  const tiles = [
    ['Total Bookings', bookings.length],
    ['Paid Bookings', isKnown && statuses.filter(isPaid).length],
    ['Completed', bookings.filter(({ status }) => status === 'COMPLETED').length],
    ['Pending Payments', isKnown && statuses.filter((status) => status === 'PENDING').length],
  ] as const
  return (
    <dl className="summary">
      {tiles.map(([name, count]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{count === false ? <Unknown /> : count}</dd>
        </div>
      ))}
    </dl>
  )
}

const Unknown = (): ReactElement => (
  <>
    <span aria-hidden="true">…</span>
    <span className="hidden">being checked</span>
  </>
)
