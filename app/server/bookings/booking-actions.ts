import type { Booking, BookingStatus, User } from '../../../shared/domain.ts'
import { Problem } from '../http/problem.ts'

/** What can be done to a booking beside paying, by whom, and where it leads. The database holds the same edges. */
const actions = {
  accept: { from: ['PENDING'], to: 'CONFIRMED', by: ['provider'] },
  start: { from: ['PENDING_EXECUTION'], to: 'IN_PROGRESS', by: ['provider'] },
  complete: { from: ['IN_PROGRESS'], to: 'AWAITING_CONFIRMATION', by: ['provider'] },
  'release-payment': { from: ['AWAITING_CONFIRMATION'], to: 'COMPLETED', by: ['client'] },
  // Not once it is paid: there is no refund here, and a cancelled booking whose money stays in escrow helps nobody.
  cancel: { from: ['PENDING', 'CONFIRMED'], to: 'CANCELLED', by: ['client', 'provider'] },
} as const satisfies Record<string, Action>

interface Action {
  readonly from: readonly BookingStatus[]
  readonly to: BookingStatus
  readonly by: readonly ('client' | 'provider')[]
}

export type ActionName = keyof typeof actions
export const ACTIONS = Object.keys(actions) as ActionName[]

/** Where the action leads, or a 403 or 409 that says what is possible instead. */
export function nextStatus(name: ActionName, booking: Booking, user: User): BookingStatus {
  const action: Action = actions[name]
  if (!action.by.some((party) => booking[party].id === user.id)) {
    throw new Problem(403, `Only the ${action.by.join(' or the ')} of booking ${booking.id} can ${readable(name)}.`)
  }
  if (!action.from.includes(booking.status)) throw notAllowed(booking, user, name, action.from)
  return action.to
}

/** A 409: the booking is in another state than the action needs. */
export function notAllowed(
  booking: Booking,
  user: User,
  name: ActionName | 'pay',
  from: readonly BookingStatus[],
): Problem {
  const allowed = allowedFor(booking, user)
  return new Problem(
    409,
    `Booking ${booking.id} is ${booking.status}; to ${readable(name)} it must be ${from.join(' or ')}. ` +
      `Allowed now: ${allowed.join(', ') || 'nothing'}.`,
    { state: booking.status, allowed },
  )
}

function allowedFor(booking: Booking, user: User): string[] {
  const possible: string[] = ACTIONS.filter((name) => {
    const { from, by }: Action = actions[name]
    return from.includes(booking.status) && by.some((party) => booking[party].id === user.id)
  })
  if (booking.status === 'CONFIRMED' && booking.client.id === user.id) possible.unshift('pay')
  return possible
}

const readable = (name: string): string => name.replace('-', ' ')
