import type { ReactElement } from 'react'
import { CHECKING } from '../../shared/domain.ts'
import { knownStatus, type ShownBooking } from './last-known.ts'
import { paymentWords } from './payment-words.ts'
import { ToneIcon } from './tone-icon.tsx'

/** Where the money is, in words. While it is being checked: the last that the server said, marked as that. */
export function PaymentStatus({ booking }: { readonly booking: ShownBooking }): ReactElement {
  const isChecking = booking.payment?.status === CHECKING
  const status = knownStatus(booking)
  const { words, tone, meaning } = paymentWords(status)
  const note = isChecking && status !== CHECKING ? 'Last known, being checked…' : meaning
  return (
    <div role="status" className="payment" data-tone={tone} data-checking={isChecking || undefined}>
      {isChecking ? <span className="spinner" aria-hidden="true" /> : <ToneIcon tone={tone} />}
      <span>
        <strong>{words}</strong>
        {note !== undefined && <span className="payment-note">{note}</span>}
      </span>
    </div>
  )
}
