import type { ReactElement } from 'react'
import { useBookings } from '../react/public.ts'
import { readSource } from './read-source.ts'
import { SourceLine } from './source-line.tsx'

/** Where the list on screen came from. */
export function BookingsSource(): ReactElement | null {
  const { headers, lastUpdated, isRefreshing } = useBookings()
  if (!headers || !lastUpdated) return null
  return <SourceLine what="Bookings" source={readSource(headers, lastUpdated.getTime())} isRefreshing={isRefreshing} />
}
