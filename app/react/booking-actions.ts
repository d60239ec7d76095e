import { CHECKING, type Booking, type User } from '../../shared/domain.ts'
import type { PaymentState } from './store/payment-state.ts'

/** What people do to a booking. Each has its words in the labels: `do.pay`, `doing.pay`, `done.pay`. */
export type BookingAction = 'pay' | 'resume' | 'verify' | 'release-payment' | 'cancel' | 'accept' | 'start' | 'complete'

export const lookOf = (action: BookingAction): 'main' | 'quiet' | 'danger' =>
  action === 'cancel' ? 'danger' : action === 'resume' ? 'quiet' : 'main'

/** What the booking will be, where that is sure enough to be shown before the server says so. */
export const becomes: Partial<Record<BookingAction, Booking['status']>> = {
  cancel: 'CANCELLED',
  'release-payment': 'COMPLETED',
}

/**
 * What this person may do with the booking now. The server decides; this only spares people buttons that would fail.
 * Without a user it is the client who looks.
 */
export function legalActions(
  { status, provider }: Booking,
  { payment, isChecking }: Pick<PaymentState, 'payment' | 'isChecking'>,
  user?: User,
): readonly BookingAction[] {
  const isClient = !user || provider?.id !== user.id
  // A payment that is being checked may have been made: neither *Pay* nor *Cancel* until we know.
  const isUnknown = isChecking || payment?.status === CHECKING
  const check: readonly BookingAction[] = payment?.status === 'PENDING' && !isUnknown ? ['verify'] : []
  switch (status) {
    case 'PENDING':
      return isClient ? [...check, 'cancel'] : ['accept', 'cancel']
    case 'CONFIRMED':
      if (isUnknown) return []
      if (check[0]) return isClient ? ['verify', 'resume', 'cancel'] : ['verify', 'cancel']
      // What is paid the server is about to move on.
      if (payment && payment.status !== 'FAILED') return []
      return isClient ? ['pay', 'cancel'] : ['cancel']
    case 'PENDING_EXECUTION':
      return isClient ? check : ['start']
    case 'IN_PROGRESS':
      return isClient ? check : ['complete']
    case 'AWAITING_CONFIRMATION':
      return isClient ? ['release-payment'] : []
    case 'COMPLETED':
    case 'CANCELLED':
      break
  }
  return []
}
