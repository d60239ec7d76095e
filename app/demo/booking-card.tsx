import { useState, type ReactElement } from 'react'
import type { User } from '../../shared/domain.ts'
import { legalActions } from './booking-actions.ts'
import { bookingWords } from './booking-words.ts'
import { useClient } from './client-context.ts'
import { FailureNote } from './failure-note.tsx'
import { dateAndTime, money } from './format.ts'
import { CalendarIcon, PersonIcon, RefreshIcon } from './icons.tsx'
import type { ShownBooking } from './last-known.ts'
import { PaymentStatus } from './payment-status.tsx'
import { again, intend, runAction, type Intention } from './run-action.ts'
import { toast } from './toasts.ts'
import { useTask } from './use-task.ts'

export interface BookingCardProps {
  readonly booking: ShownBooking
  readonly user: User
}

/** One booking: what, with whom, when, for how much, where the money is, and what can be done about it. */
export function BookingCard({ booking, user }: BookingCardProps): ReactElement {
  const { id, service, provider, client: customer, amount, currency, scheduledAt, note } = booking
  const client = useClient()
  const status = bookingWords(booking.status)
  const other = customer.id === user.id ? provider : customer
  const [intention, setIntention] = useState<Intention>()
  const doing = intention?.action
  const action = useTask(async (chosen: Intention) => {
    setIntention(chosen)
    toast(await runAction(client, chosen, booking))
  })
  const refresh = useTask(() => client.invalidate([`booking:${id}`]))
  const isBusy = action.isBusy || refresh.isBusy

  return (
    <article className="card" aria-label={`Booking ${id}`} aria-busy={isBusy}>
      <header className="card-head">
        <div>
          <h3>{service.name}</h3>
          <p className="card-number">Booking {id}</p>
        </div>
        <button
          type="button"
          className="icon-button"
          title="Refresh booking status"
          aria-label={`Refresh booking status of booking ${id}`}
          disabled={isBusy}
          data-busy={refresh.isBusy || undefined}
          onClick={() => refresh.run()}
        >
          <RefreshIcon />
        </button>
      </header>
      <div className="card-row">
        <p className="pill" data-tone={status.tone}>
          {status.words}
        </p>
        <p className="amount">{money(amount, currency)}</p>
      </div>
      <ul className="facts">
        <li>
          <PersonIcon />
          {other.name}
        </li>
        <li>
          <CalendarIcon />
          <time dateTime={scheduledAt}>{dateAndTime(scheduledAt)}</time>
        </li>
        {note !== '' && <li className="note">“{note}”</li>}
      </ul>
      <PaymentStatus booking={booking} />
      <div className="actions">
        {legalActions(booking, user).map((each) => (
          <button
            key={each.label}
            type="button"
            className={`button ${each.look}`}
            disabled={isBusy}
            onClick={() => action.run(intend(each))}
          >
            {action.isBusy && doing?.label === each.label ? each.doing : each.label}
          </button>
        ))}
      </div>
      <ActionFailure intention={intention} error={action.error} onRetry={action.run} />
      {refresh.error && <FailureNote what="Could not refresh" error={refresh.error} onRetry={() => refresh.run()} />}
    </article>
  )
}

interface ActionFailureProps {
  readonly intention: Intention | undefined
  readonly error: Error | undefined
  readonly onRetry: (intention: Intention) => void
}

function ActionFailure({ intention, error, onRetry }: ActionFailureProps): ReactElement | null {
  if (!intention || !error) return null
  return (
    <FailureNote
      what={`“${intention.action.label}” failed`}
      error={error}
      onRetry={() => onRetry(again(intention, error))}
    />
  )
}
