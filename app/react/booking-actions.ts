import { CHECKING, type Booking, type User } from '../../shared/domain.ts'
import type { Labels } from './labels.ts'
import type { PaymentState } from './store/payment-state.ts'

export interface BookingAction {
  readonly kind: 'pay' | 'verify' | 'release-payment' | 'cancel' | 'accept' | 'start' | 'complete'
  readonly look: 'main' | 'quiet' | 'danger'
  readonly label: keyof Labels
  /** While it runs. */
  readonly doing: keyof Labels
  /** Told when it is done. */
  readonly done?: keyof Labels
  /** What the booking will be, where that is sure enough to be shown before the server says so. */
  readonly becomes?: Booking['status']
}

const pay: BookingAction = { kind: 'pay', look: 'main', label: 'pay', doing: 'paying' }
const payOn: BookingAction = { ...pay, look: 'quiet', label: 'payOn' }
const verify: BookingAction = { kind: 'verify', look: 'main', label: 'check', doing: 'checking', done: 'checked' }
const release: BookingAction = {
  kind: 'release-payment',
  look: 'main',
  label: 'release',
  doing: 'releasing',
  done: 'released',
  becomes: 'COMPLETED',
}
const cancel: BookingAction = {
  kind: 'cancel',
  look: 'danger',
  label: 'cancel',
  doing: 'cancelling',
  done: 'cancelled',
  becomes: 'CANCELLED',
}
const accept: BookingAction = { kind: 'accept', look: 'main', label: 'accept', doing: 'accepting', done: 'accepted' }
const start: BookingAction = { kind: 'start', look: 'main', label: 'start', doing: 'starting', done: 'started' }
const complete: BookingAction = {
  kind: 'complete',
  look: 'main',
  label: 'complete',
  doing: 'completing',
  done: 'completed',
}

/**
 * What this person may do with the booking now. The server decides; this only spares people buttons that would fail.
 * Without a user it is the client who looks.
 */
export function legalActions(
  { status, provider }: Booking,
  { payment, isChecking }: Pick<PaymentState, 'payment' | 'isChecking'>,
  user?: User | undefined,
): readonly BookingAction[] {
  const isClient = !user || provider?.id !== user.id
  // A payment that is being checked may have been made: neither *Pay* nor *Cancel* until we know.
  const isUnknown = isChecking || payment?.status === CHECKING
  const isPending = payment?.status === 'PENDING' && !isUnknown
  switch (status) {
    case 'PENDING':
      return isClient ? [...check(isPending), cancel] : [accept, cancel]
    case 'CONFIRMED':
      if (isUnknown) return []
      if (isPending) return isClient ? [verify, payOn, cancel] : [verify, cancel]
      // What is paid the server is about to move on.
      if (payment && payment.status !== 'FAILED') return []
      return isClient ? [pay, cancel] : [cancel]
    case 'PENDING_EXECUTION':
      return isClient ? check(isPending) : [start]
    case 'IN_PROGRESS':
      return isClient ? check(isPending) : [complete]
    case 'AWAITING_CONFIRMATION':
      return isClient ? [release] : []
    case 'COMPLETED':
    case 'CANCELLED':
      break
  }
  return []
}

const check = (isPending: boolean): readonly BookingAction[] => (isPending ? [verify] : [])
