import { CHECKING, type Booking, type Payment } from '../../../shared/domain.ts'

/** What is known of one payment. */
export interface PaymentState {
  /** Null: there is none. Undefined: nobody said. While it is being checked: the last known. */
  readonly payment: Payment | null | undefined
  readonly booking: Booking | undefined
  /** What is known is too old to be relied on, and is being asked for. */
  readonly isChecking: boolean
}

/** A booking as the dashboard shows it: its payment is the last known. */
export interface ShownBooking extends Booking {
  /** The payment is being checked: it is the last known. */
  readonly isChecking?: boolean
}

export interface Said {
  readonly payment?: Payment | null | undefined
  readonly booking?: ShownBooking | null | undefined
}

/**
 * What an answer makes of what was known. While a payment is being checked the last known stays (it may consist of its
 * status alone then); that there is none is checked like any other. Undefined: the answer tells nothing.
 */
export function stateOf({ payment, booking }: Said, before?: PaymentState): PaymentState | undefined {
  const said = payment === undefined ? booking?.payment : payment
  if (said === undefined && !booking) return undefined
  const isMasked = said?.status === CHECKING
  const known = isMasked || said === undefined ? before?.payment : said
  return {
    payment: known === undefined ? said : known,
    booking: booking ?? before?.booking,
    isChecking: isMasked || (booking?.isChecking ?? false),
  }
}

/** What may change without anybody here doing anything: worth asking from time to time. */
export const isUnsettled = ({ payment, isChecking }: Pick<PaymentState, 'payment' | 'isChecking'>): boolean =>
  isChecking || payment?.status === 'PENDING' || payment?.status === CHECKING

/** Its payment inside, marked where it is being checked. */
export function shownBooking({ payment, booking, isChecking }: PaymentState): ShownBooking | undefined {
  if (!booking) return undefined
  const { isChecking: _, ...plain } = booking as ShownBooking
  const inside = payment === undefined ? plain : { ...plain, payment }
  return isChecking ? { ...inside, isChecking } : inside
}

/**
 * Whether what the app brings along is from before what is shown. Rows of the API count their changes, or at least say
 * when the last was; of those that don't, the later word counts.
 */
export function isBehind(brought: PaymentState, shown: PaymentState): boolean {
  const rows = [
    [brought.booking, shown.booking],
    [brought.payment, shown.payment],
  ] as const
  return rows.some(([a, b]) => {
    if (!a || !b) return false
    if (typeof a.version === 'number' && typeof b.version === 'number') return a.version < b.version
    return Date.parse(a.updatedAt) < Date.parse(b.updatedAt)
  })
}
