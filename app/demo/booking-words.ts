import type { BookingStatus } from '../../shared/domain.ts'
import type { Wording } from './payment-words.ts'

const wordings: Readonly<Record<BookingStatus, Wording>> = {
  PENDING: { words: 'Waiting for Provider', tone: 'waiting' },
  CONFIRMED: { words: 'Confirmed', tone: 'safe' },
  PENDING_EXECUTION: { words: 'Payment Received', tone: 'safe' },
  IN_PROGRESS: { words: 'In Progress', tone: 'safe' },
  AWAITING_CONFIRMATION: { words: 'Awaiting Confirmation', tone: 'waiting' },
  COMPLETED: { words: 'Completed', tone: 'good' },
  CANCELLED: { words: 'Cancelled', tone: 'plain' },
}

/** What a booking's status is called. */
export const bookingWords = (status: BookingStatus): Wording => wordings[status] ?? { words: status, tone: 'plain' }
