import { useDeferredValue, useMemo, useState, type ReactElement } from 'react'
import type { Booking, User } from '../../shared/domain.ts'
import { SynchronizedBookingCard, type ShownBooking } from '../react/public.ts'
import { BookingFilter } from './booking-filter.tsx'
import { HistoryButton } from './history/history-button.tsx'
import { selectBookings, type View } from './select-bookings.ts'

const historyButton = (booking: Booking): ReactElement => <HistoryButton booking={booking} />

interface BookingGridProps {
  readonly bookings: readonly ShownBooking[]
  readonly user: User
}

/** All bookings, or those that are looked for. */
export function BookingGrid({ bookings, user }: BookingGridProps): ReactElement {
  const [view, setView] = useState<View>('all')
  const [search, setSearch] = useState('')
  const looked = useDeferredValue(search) // Typing stays quick while sixty cards follow.
  const shown = useMemo(() => selectBookings(bookings, view, looked), [bookings, view, looked])

  return (
    <>
      <BookingFilter bookings={bookings} view={view} onView={setView} search={search} onSearch={setSearch} />
      <p className="shown" role="status">
        {shown.length === bookings.length
          ? `${bookings.length} bookings`
          : `${shown.length} of ${bookings.length} bookings`}
      </p>
      {shown.length === 0 && (
        <div className="empty">
          <h3>Nothing matches</h3>
          <p>No booking fits the filter and the search.</p>
          <button
            type="button"
            className="button quiet"
            onClick={() => {
              setView('all')
              setSearch('')
            }}
          >
            Show all bookings
          </button>
        </div>
      )}
      <div className="grid">
        {shown.map((booking) => (
          <SynchronizedBookingCard key={booking.id} booking={booking} user={user}>
            {historyButton}
          </SynchronizedBookingCard>
        ))}
      </div>
    </>
  )
}
