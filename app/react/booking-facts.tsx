import type { ReactElement } from 'react'
import type { Booking } from '../../shared/domain.ts'
import { Icon } from './icons.tsx'
import { bookingTone } from './booking-tone.ts'
import type { Labels } from './labels.ts'
import { useFormat } from './use-format.ts'

interface BookingFactsProps {
  readonly booking: Booking
  readonly labels: Labels
  readonly isProvider: boolean
}

/** Where a booking stands, its price, with whom, when. What an API doesn't say is left out. */
export function BookingFacts({ booking, labels, isProvider }: BookingFactsProps): ReactElement {
  const { status, amount, currency, scheduledAt, note } = booking
  const format = useFormat()
  const price = format.money(amount, currency)
  const time = format.dateAndTime(scheduledAt)
  const other = isProvider ? booking.client?.name : booking.provider?.name
  return (
    <>
      <div className="psync-card-row">
        <p className="psync-pill" data-tone={bookingTone(status)}>
          {labels[`booking.${status}`] ?? status}
        </p>
        {price && (
          <p className="psync-amount" suppressHydrationWarning>
            {price}
          </p>
        )}
      </div>
      <ul className="psync-facts">
        {other && (
          <li>
            <Icon shape="person" />
            {other}
          </li>
        )}
        {time && (
          <li>
            <Icon shape="calendar" />
            <time dateTime={scheduledAt} suppressHydrationWarning>
              {time}
            </time>
          </li>
        )}
        {note && <li className="psync-note">“{note}”</li>}
      </ul>
    </>
  )
}
