/** What a payment can be. A status that is not listed here shows as itself. */
export const PAYMENT_STATUSES = ['PENDING', 'ESCROW', 'HELD_IN_ESCROW', 'RELEASED', 'COMPLETED', 'FAILED'] as const
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number]

export const BOOKING_STATUSES = [
  'PENDING',
  'CONFIRMED',
  'PENDING_EXECUTION',
  'IN_PROGRESS',
  'AWAITING_CONFIRMATION',
  'COMPLETED',
  'CANCELLED',
] as const
export type BookingStatus = (typeof BOOKING_STATUSES)[number]

/** Stands where a payment's status is too old to be shown and is being asked for. Never an empty value: that reads as *unpaid*. */
export const CHECKING = 'CHECKING'

export type Role = 'CLIENT' | 'PROVIDER'

export interface User {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: Role
}

/** Whom a booking names: never an email address of somebody else. */
export interface Party {
  readonly id: string
  readonly name: string
}

export interface Service {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly category: string
  /** In subunits (cents), as Paystack counts. */
  readonly price: number
  /** ISO 4217. */
  readonly currency: string
  readonly durationMinutes: number
}

export interface Payment {
  readonly id: string
  readonly bookingId: string
  readonly reference: string
  readonly status: PaymentStatus | typeof CHECKING
  /** In subunits (cents). */
  readonly amount: number
  readonly currency: string
  /** Counts the changes of this row, from 1. */
  readonly version: number
  /** ISO 8601, as every time here. */
  readonly createdAt: string
  readonly updatedAt: string
  readonly paidAt: string | null
}

export interface Review {
  readonly rating: number
  readonly comment: string
}

export interface Booking {
  readonly id: string
  readonly status: BookingStatus
  readonly scheduledAt: string
  readonly note: string
  /** In subunits (cents). */
  readonly amount: number
  readonly currency: string
  /** Counts the changes of this row, from 1. */
  readonly version: number
  readonly createdAt: string
  readonly updatedAt: string
  readonly service: Service
  readonly provider: Party
  readonly client: Party
  readonly payment: Payment | null
  readonly review: Review | null
}

/** What the API was doing when it changed a booking or a payment. */
export const CAUSES = [
  'book',
  'accept',
  'start',
  'complete',
  'release-payment',
  'cancel',
  'pay',
  /** Paystack would not open the checkout, or another attempt to open it broke off. */
  'pay-refused',
  'pay-interrupted',
  'webhook',
  'verify',
  'sync',
] as const
export type Cause = (typeof CAUSES)[number]

/** One step of a booking or of a payment of it, as the audit trail has it. */
export interface HistoryEntry {
  readonly id: string
  readonly subject: 'booking' | 'payment'
  /** Of the payment. */
  readonly reference: string | null
  /** Null for what did not exist before. */
  readonly before: string | null
  /** Null for what was taken away. */
  readonly after: string | null
  /** One of {@link CAUSES}; `import`, `migration`; `database` or another word for what was changed there by hand. */
  readonly cause: string
  /** Whose request it was; null for Paystack's word and for what was changed by hand. */
  readonly by: Party | null
  readonly at: string
}
