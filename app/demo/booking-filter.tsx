import type { ReactElement } from 'react'
import type { ShownBooking } from '../react/public.ts'
import { SearchIcon } from './icons.tsx'
import { countView, VIEWS, viewNames, type View } from './select-bookings.ts'

interface BookingFilterProps {
  readonly bookings: readonly ShownBooking[]
  readonly view: View
  readonly onView: (view: View) => void
  readonly search: string
  readonly onSearch: (search: string) => void
}

/** Narrows the list by where a booking stands, and by words. */
export function BookingFilter({ bookings, view, onView, search, onSearch }: BookingFilterProps): ReactElement {
  return (
    <div className="filter">
      <label className="search">
        <SearchIcon />
        <span className="hidden">Search bookings</span>
        <input
          type="search"
          placeholder="Service, person or number"
          value={search}
          onChange={(event) => onSearch(event.target.value)}
        />
      </label>
      <div className="views" role="group" aria-label="Show">
        {VIEWS.map((each) => (
          <button key={each} type="button" aria-pressed={each === view} onClick={() => onView(each)}>
            {viewNames[each]} <span className="count">{countView(bookings, each) ?? '…'}</span>
          </button>
        ))}
      </div>
    </div>
  )
}
