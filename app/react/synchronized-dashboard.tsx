import { memo, useEffect, useId, useRef, useState, type ReactElement, type ReactNode } from 'react'
import type { Booking, User } from '../../shared/domain.ts'
import { ApiError } from './api/api-error.ts'
import { BookingSummary } from './booking-summary.tsx'
import { classNames } from './class-names.ts'
import { FailureNote } from './failure-note.tsx'
import { failureWords } from './failure-words.ts'
import { IconButton } from './icon-button.tsx'
import { useKit, useLabels, useStore } from './kit-context.ts'
import { fill, type Labels } from './labels.ts'
import { getPaymentDisplayStatus, isPaymentPaid } from './payment-words.ts'
import { refreshAll } from './store/payment-acts.ts'
import type { ShownBooking } from './store/payment-state.ts'
import type { Outcome } from './store/return-from-checkout.ts'
import { SynchronizedBookingCard } from './synchronized-booking-card.tsx'
import { useCheckoutReturn } from './use-checkout-return.ts'
import { useBookings, useUser } from './use-resource.ts'

export interface SynchronizedDashboardProps {
  /** What a server rendered the page with: shown at once, and asked for anew. */
  readonly initialBookings?: readonly Booking[] | undefined
  readonly initialUser?: User | undefined
  /** The API doesn't know this person (any more). */
  readonly onSignedOut?: (() => void) | undefined
  /** Below the greeting. */
  readonly note?: ReactNode
  /** Beside *Refresh*. */
  readonly actions?: ReactNode
  /**
   * Shows the bookings in a way of your own.
   * @default a grid of `SynchronizedBookingCard`
   */
  readonly children?: ((bookings: readonly ShownBooking[], user: User) => ReactNode) | undefined
  readonly labels?: Partial<Labels> | undefined
  readonly className?: string | undefined
}

/**
 * What a person sees of their bookings; handles the return from a checkout.
 *
 * @example
 * <SynchronizedDashboard onSignedOut={() => router.push('/login')} />
 */
export function SynchronizedDashboard(props: SynchronizedDashboardProps): ReactElement {
  const { initialBookings, initialUser, onSignedOut, note, actions, children, className } = props
  const store = useStore()
  const labels = useLabels(props.labels)
  const { user, ...me } = useUser(initialUser)
  const { bookings, ...list } = useBookings(initialBookings)
  const notice = useCheckoutNotice(labels)
  const error = me.error ?? list.error
  useSignedOut(error, onSignedOut)

  const refresh = (): void => void refreshAll(store)
  if (!user || !bookings) {
    return (
      <div className={classNames('psync psync-dashboard', className)}>
        {error ? (
          <FailureNote what={labels.dashboardNotLoaded} error={error} labels={labels} onRetry={refresh} />
        ) : (
          <Loading words={labels.loadingDashboard} />
        )}
      </div>
    )
  }
  return (
    <div className={classNames('psync psync-dashboard', className)}>
      <header className="psync-dashboard-head">
        <div>
          <h1>{fill(labels.welcome, { name: user.name ?? user.email })}</h1>
          {note}
        </div>
        <div className="psync-payment-buttons">
          {actions}
          <IconButton
            shape="refresh"
            title={labels.refreshAllTitle}
            words={labels.refresh}
            isBusy={list.isRefreshing}
            onPress={refresh}
          />
        </div>
      </header>
      <p className="psync-notice" aria-live="polite">
        {notice}
      </p>
      {error && <FailureNote what={labels.dashboardNotRefreshed} error={error} labels={labels} onRetry={refresh} />}
      <Bookings bookings={bookings} user={user} labels={props.labels}>
        {children}
      </Bookings>
    </div>
  )
}

interface BookingsProps extends Pick<SynchronizedDashboardProps, 'children' | 'labels'> {
  readonly bookings: readonly ShownBooking[]
  readonly user: User
}

/** Stays as it is while the dashboard only says that it asks. */
const Bookings = memo(function Bookings({ bookings, user, labels: own, children }: BookingsProps): ReactElement {
  const labels = useLabels(own)
  const titleId = useId()
  return (
    <>
      <BookingSummary bookings={bookings} labels={labels} />
      <section aria-labelledby={titleId}>
        <h2 id={titleId}>{labels.bookings}</h2>
        {bookings.length === 0 ? (
          <div className="psync-empty">
            <h3>{labels.noBookings}</h3>
            <p>{labels.noBookingsMeaning}</p>
          </div>
        ) : (
          (children?.(bookings, user) ?? (
            <div className="psync-grid">
              {bookings.map((booking) => (
                <SynchronizedBookingCard key={booking.id} booking={booking} user={user} labels={own} />
              ))}
            </div>
          ))
        )}
      </section>
    </>
  )
})

/** Stands where cards will be; the stylesheet lets nothing flash that takes less than 300 ms. */
const Loading = ({ words }: { readonly words: string }): ReactElement => (
  <div className="psync-loading">
    <p role="status">{words}</p>
    <div className="psync-grid" aria-hidden="true">
      {Array.from('abcdef', (key) => (
        <div key={key} className="psync-card psync-skeleton" />
      ))}
    </div>
  </div>
)

/** What the return from a checkout comes to; told by the app's own means, if it has some. */
function useCheckoutNotice(labels: Labels): string {
  const { onNotice } = useKit()
  const [notice, setNotice] = useState('')
  useCheckoutReturn((outcome) => {
    const words = outcomeWords(outcome, labels)
    if (words && onNotice) onNotice(words)
    else setNotice(words)
  })
  return notice
}

function outcomeWords(outcome: Outcome, labels: Labels): string {
  if ('error' in outcome) return `${labels.checkoutUnclear} ${failureWords(outcome.error, labels)}`
  const { payment } = outcome
  if (!payment) return ''
  return isPaymentPaid(payment) ? labels.checkoutPaid : getPaymentDisplayStatus(payment, labels)
}

function useSignedOut(error: Error | null, onSignedOut: (() => void) | undefined): void {
  const isSignedOut = error instanceof ApiError && error.status === 401
  const tell = useRef(onSignedOut)
  useEffect(() => {
    tell.current = onSignedOut
  })
  useEffect(() => {
    if (isSignedOut) tell.current?.()
  }, [isSignedOut])
}
