import { useEffect, useState } from 'react'
import type { Booking } from '../../../shared/domain.ts'
import { runApp } from './app.tsx'
import { LIST, post, readJson } from './library.ts'

/** No library: each component asks for what it shows, whenever it appears. */
function useBookings(): readonly Booking[] | undefined {
  const [bookings, setBookings] = useState<readonly Booking[]>()
  useEffect(() => {
    const left = new AbortController()
    const { signal } = left
    void readJson<{ readonly bookings: readonly Booking[] }>(fetch, LIST, { signal }).then(
      (body) => setBookings(body.bookings),
      (error) => {
        if (!signal.aborted) reportError(error)
      },
    )
    return () => left.abort()
  }, [])
  return bookings
}

runApp({
  Around: ({ children }) => <>{children}</>,
  useBookings,
  usePayment: ({ payment }) => payment,
  change: (id) => post(fetch, id),
})
