import type { ReactElement } from 'react'
import { CHECKING } from '../../shared/domain.ts'
import type { Labels } from './labels.ts'
import { isPaymentPaid } from './payment-words.ts'
import type { ShownBooking } from './store/payment-state.ts'

interface BookingSummaryProps {
  readonly bookings: readonly ShownBooking[]
  readonly labels: Labels
}

/** How things stand, in four numbers. What is not known is not counted as nothing. */
export function BookingSummary({ bookings, labels }: BookingSummaryProps): ReactElement {
  const payments = bookings.map(({ payment }) => payment)
  const isKnown = payments.every((payment) => payment?.status !== CHECKING)
  const tiles = [
    [labels.totalBookings, bookings.length],
    [labels.paidBookings, isKnown && payments.filter(isPaymentPaid).length],
    [labels.completedBookings, bookings.filter(({ status }) => status === 'COMPLETED').length],
    [labels.pendingPayments, isKnown && payments.filter((payment) => payment?.status === 'PENDING').length],
  ] as const
  return (
    <dl className="psync-summary">
      {tiles.map(([name, count]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {count === false ? (
              <>
                <span aria-hidden="true">…</span>
                <span className="psync-hidden">{labels.unknownCount}</span>
              </>
            ) : (
              count
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}
