import { memo, useEffect, useRef, useState, type ReactElement, type ReactNode } from 'react'
import type { Booking, User } from '../../shared/domain.ts'
import { legalActions, lookOf, type BookingAction } from './booking-actions.ts'
import { BookingFacts } from './booking-facts.tsx'
import { classNames } from './class-names.ts'
import { FailureNote } from './failure-note.tsx'
import { IconButton } from './icon-button.tsx'
import { useKit, useLabels, useStore } from './kit-context.ts'
import { fill, type Labels } from './labels.ts'
import { PaymentStatusView } from './payment-status-view.tsx'
import { refreshPayment, verifyKnown } from './store/payment-acts.ts'
import { stateOf } from './store/payment-state.ts'
import { asUsual } from './store/watchers.ts'
import { useBookingAction } from './use-booking-action.ts'
import { usePaymentView } from './use-payment-view.ts'

export interface SynchronizedBookingCardProps {
  /** What the app knows already: shown at once, and kept right from then on. */
  readonly booking: Booking
  /** Something about the booking has become another than what the app brought along. */
  readonly onUpdate?: ((id: string) => void) | undefined
  /** The person asked for fresh data. */
  readonly onRefresh?: ((id: string) => void) | undefined
  /** Who looks: a provider is offered what providers do. Without it, the client. */
  readonly user?: User | undefined
  /** *Message Provider* was pressed; see the provider's option of the same name. */
  readonly onMessage?: ((booking: Booking) => void) | null | undefined
  /** What the app adds below the buttons. */
  readonly children?: ((booking: Booking) => ReactNode) | undefined
  readonly labels?: Partial<Labels> | undefined
  readonly className?: string | undefined
}

/**
 * One booking: what, with whom, when, for how much, where the money is, and what can be done about it.
 *
 * @example
 * <SynchronizedBookingCard booking={booking} onUpdate={(id) => reload(id)} />
 */
export const SynchronizedBookingCard = memo(function SynchronizedBookingCard(
  props: SynchronizedBookingCardProps,
): ReactElement {
  const { booking: brought, user, onUpdate, onRefresh, className, children } = props
  const kit = useKit()
  const store = useStore()
  const labels = useLabels(props.labels)
  const id = brought.id
  const key = `booking:${id}`
  const known = usePaymentView(key, asUsual, stateOf({ booking: brought }))
  const booking = known.booking ?? brought
  // A booking that says nothing about a payment is asked about, and looks unpaid until we know: the server would refuse.
  const view = known.payment === undefined && !known.error ? { ...known, payment: null, isLoading: false } : known
  const [notice, setNotice] = useState('')
  const say = (words: string): void => (kit.onNotice ? kit.onNotice(words, booking) : setNotice(words))
  const { running, run, retry } = useBookingAction(store, booking, view.payment?.reference, (action) => {
    const words = labels[`done.${action}`]
    if (words) say(words)
    onUpdate?.(id)
  })
  useUpdates(`${booking.status} ${view.payment?.status}`, running !== undefined, () => onUpdate?.(id))
  const isBusy = running?.isBusy ?? false
  const start = (action: BookingAction): void => {
    setNotice('')
    run(action)
  }
  const refresh = (): void => {
    onRefresh?.(id)
    void refreshPayment(store, key)
  }
  const onMessage = props.onMessage === undefined ? kit.onMessage : props.onMessage
  const isProvider = user !== undefined && booking.provider?.id === user.id
  const hasMessages = onMessage !== null && !isProvider && booking.status !== 'CANCELLED'

  return (
    <article
      className={classNames('psync psync-card', className)}
      aria-label={fill(labels.card, { id })}
      aria-busy={isBusy}
    >
      <header className="psync-card-head">
        <div>
          <h3>{booking.service?.name ?? fill(labels.card, { id })}</h3>
          {booking.service?.name && <p className="psync-card-number">{fill(labels.card, { id })}</p>}
        </div>
        <IconButton shape="refresh" title={labels.refreshBookingTitle} isBusy={view.isRefreshing} onPress={refresh} />
      </header>
      <BookingFacts booking={booking} labels={labels} isProvider={isProvider} />
      {view.isOptimistic && <p className="psync-unconfirmed">{labels.unconfirmed}</p>}
      <PaymentStatusView
        view={view}
        labels={labels}
        hasButtons={false}
        onRefresh={() => void refreshPayment(store, key)}
        onVerify={() => void verifyKnown(store, key)}
      />
      <div className="psync-actions">
        {(view.isOptimistic && running ? [running.action] : legalActions(booking, view, user)).map((action) => (
          <button
            key={action}
            type="button"
            className={`psync-button psync-button-${lookOf(action)}`}
            disabled={isBusy}
            onClick={() => start(action)}
          >
            {labels[`${isBusy && running?.action === action ? 'doing' : 'do'}.${action}`]}
          </button>
        ))}
        {hasMessages && (
          <button
            type="button"
            className="psync-button psync-button-quiet"
            onClick={() => (onMessage ? onMessage(booking) : say(labels['done.message']))}
          >
            {labels['do.message']}
          </button>
        )}
      </div>
      {children?.(booking)}
      <p className="psync-notice" aria-live="polite">
        {notice}
      </p>
      {running?.error && (
        <FailureNote
          what={fill(labels.actionFailed, { action: labels[`do.${running.action}`] })}
          error={running.error}
          labels={labels}
          onRetry={retry}
        />
      )}
    </article>
  )
})

/** Calls back when what is shown has become another because of somebody else. What is done here tells of itself. */
function useUpdates(shown: string, isOurs: boolean, onUpdate: () => void): void {
  const told = useRef(shown)
  useEffect(() => {
    if (told.current === shown) return
    told.current = shown
    if (!isOurs) onUpdate()
    // oxlint-disable-next-line react/exhaustive-deps -- a new listener is not a change
  }, [shown])
}
