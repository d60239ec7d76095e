import type { Labels } from './labels.ts'
import type { Wording } from './payment-words.ts'

/** What a booking's status is called. One that we don't know shows as itself. */
export function bookingWords(status: string, labels: Labels): Wording {
  switch (status) {
    case 'PENDING':
      return { words: labels.bookingPending, tone: 'waiting' }
    case 'CONFIRMED':
      return { words: labels.bookingConfirmed, tone: 'safe' }
    case 'PENDING_EXECUTION':
      return { words: labels.bookingPaid, tone: 'safe' }
    case 'IN_PROGRESS':
      return { words: labels.bookingInProgress, tone: 'safe' }
    case 'AWAITING_CONFIRMATION':
      return { words: labels.bookingAwaiting, tone: 'waiting' }
    case 'COMPLETED':
      return { words: labels.bookingCompleted, tone: 'good' }
    case 'CANCELLED':
      return { words: labels.bookingCancelled, tone: 'plain' }
    default:
      return { words: status, tone: 'plain' }
  }
}
