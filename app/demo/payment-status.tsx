import type { ReactElement } from 'react'
import { CHECKING } from '../../shared/domain.ts'
import type { ShownBooking } from './last-known.ts'
import { paymentWords } from './payment-words.ts'
import { ToneIcon } from './tone-icon.tsx'

/** Where the money is, in words. While it is being checked: the last that the server said, marked as that. */
export function PaymentStatus({ booking }: { readonly booking: ShownBooking }): ReactElement {
  const { payment, lastKnown } = booking
  const isChecking = payment?.status === CHECKING
  const { words, tone, meaning } = paymentWords(lastKnown ?? payment?.status)
  return (
    <div role="status" className="payment" data-tone={tone} data-checking={isChecking || undefined}>
      {isChecking ? <span className="spinner" aria-hidden="true" /> : <ToneIcon tone={tone} />}
      <span>
        <strong>{words}</strong>
        {isChecking && lastKnown !== undefined && <span className="payment-note">Last known, being checked…</span>}
        {!isChecking && meaning !== undefined && <span className="payment-note">{meaning}</span>}
      </span>
    </div>
  )
}
