import { useCallback, useEffect, useState, type ReactElement } from 'react'
import { CHECKING, type User } from '../../shared/domain.ts'
import { BookingGrid } from './booking-grid.tsx'
import { useClient } from './client-context.ts'
import { FailureNote } from './failure-note.tsx'
import { RefreshIcon } from './icons.tsx'
import { keepLastKnown, type BookingList } from './last-known.ts'
import { track } from './pending.ts'
import { createResource } from './resource.ts'
import { Skeleton } from './skeleton.tsx'
import { SourceLine } from './source-line.tsx'
import { Summary } from './summary.tsx'
import { useCheckoutReturn } from './use-checkout-return.ts'
import { usePoll } from './use-poll.ts'
import { useResource } from './use-resource.ts'

interface DashboardProps {
  readonly user: User
  /** The API doesn't know this person any more. */
  readonly onSignedOut: () => void
}

/** What a person sees of their bookings. */
export function Dashboard({ user, onSignedOut }: DashboardProps): ReactElement {
  const client = useClient()
  const [list] = useState(() =>
    createResource<BookingList>({
      client,
      url: '/api/bookings/my-bookings',
      groups: (shown) => ['bookings', 'payments', ...(shown?.bookings ?? []).map(({ id }) => `booking:${id}`)],
      merge: keepLastKnown,
    }),
  )
  const { data, source, error, isLoading } = useResource(list)
  const bookings = data?.bookings
  const hasPending = bookings?.some(({ payment }) => ['PENDING', CHECKING].includes(payment?.status ?? '')) ?? false
  const poll = useCallback(() => void list.load('poll'), [list])
  const refresh = useCallback(() => track(() => list.load('refresh')), [list])
  usePoll(hasPending || error?.status === 0, poll)
  useCheckoutReturn(refresh)

  const isSignedOut = error?.status === 401
  useEffect(() => {
    if (isSignedOut) onSignedOut()
  }, [isSignedOut, onSignedOut])

  return (
    <main className="page">
      <div className="page-head">
        <div>
          <h1>Welcome back, {user.name}!</h1>
          <SourceLine what="Bookings" source={source} isRefreshing={isLoading} />
        </div>
        <button
          type="button"
          className="button quiet"
          title="Refresh all data"
          aria-label="Refresh all data"
          disabled={isLoading}
          onClick={() => void refresh()}
        >
          <RefreshIcon />
          <span className="button-words">Refresh</span>
        </button>
      </div>
      {error && bookings && !isSignedOut && (
        <FailureNote
          what="Could not refresh; you see what was last known"
          error={error}
          onRetry={() => void refresh()}
        />
      )}
      {bookings && <Summary bookings={bookings} />}
      <section aria-labelledby="bookings-title">
        <h2 id="bookings-title">Your Bookings</h2>
        {bookings ? (
          <BookingGrid bookings={bookings} user={user} />
        ) : error && !isLoading ? (
          <FailureNote what="Failed to load dashboard data" error={error} onRetry={() => void refresh()} />
        ) : (
          <Skeleton words="Loading dashboard..." />
        )}
      </section>
    </main>
  )
}
