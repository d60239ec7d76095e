import { CHECKING, type Booking, type User } from '../../shared/domain.ts'

export interface BookingAction {
  readonly label: string
  /** While it runs. */
  readonly doing: string
  /** Told when it is done. */
  readonly done: string
  readonly kind: 'pay' | 'verify' | 'release-payment' | 'cancel' | 'accept' | 'start' | 'complete'
  readonly look: 'main' | 'quiet' | 'danger'
}

const pay: BookingAction = { kind: 'pay', label: 'Pay Now', doing: 'Opening checkout…', done: '', look: 'main' }
const payOn: BookingAction = { ...pay, label: 'Resume Checkout', look: 'quiet' }
const verify: BookingAction = {
  kind: 'verify',
  label: 'Check Payment Status',
  doing: 'Asking Paystack…',
  done: 'Payment status checked',
  look: 'main',
}
const release: BookingAction = {
  kind: 'release-payment',
  label: 'Confirm Completion',
  doing: 'Releasing payment…',
  done: 'Completion confirmed, payment released',
  look: 'main',
}
const cancel: BookingAction = {
  kind: 'cancel',
  label: 'Cancel Booking',
  doing: 'Cancelling…',
  done: 'Booking cancelled',
  look: 'danger',
}
const accept: BookingAction = {
  kind: 'accept',
  label: 'Accept Booking',
  doing: 'Accepting…',
  done: 'Booking accepted',
  look: 'main',
}
const start: BookingAction = {
  kind: 'start',
  label: 'Start Work',
  doing: 'Starting…',
  done: 'Work started',
  look: 'main',
}
const complete: BookingAction = {
  kind: 'complete',
  label: 'Mark as Done',
  doing: 'Saving…',
  done: 'Marked as done, waiting for the client',
  look: 'main',
}

/** What this person may do with the booking now. The server decides; this only spares people buttons that would fail. */
export function legalActions({ status, payment, client }: Booking, user: User): readonly BookingAction[] {
  const isClient = client.id === user.id
  // A payment that is being checked may have been made: neither *Pay* nor *Cancel* until we know.
  const isChecking = payment?.status === CHECKING
  const isPending = payment?.status === 'PENDING'
  switch (status) {
    case 'PENDING':
      return isClient ? [cancel] : [accept, cancel]
    case 'CONFIRMED':
      if (isChecking) return []
      if (!isClient) return isPending ? [verify, cancel] : [cancel]
      return isPending ? [verify, payOn, cancel] : [pay, cancel]
    case 'PENDING_EXECUTION':
      return isClient ? [] : [start]
    case 'IN_PROGRESS':
      return isClient ? [] : [complete]
    case 'AWAITING_CONFIRMATION':
      return isClient ? [release] : []
    case 'COMPLETED':
    case 'CANCELLED':
      break
  }
  return []
}
