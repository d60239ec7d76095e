import { CHECKING } from '../../shared/domain.ts'

export type Tone = 'good' | 'safe' | 'waiting' | 'bad' | 'plain'

export interface Wording {
  readonly words: string
  readonly tone: Tone
  /** What it means for the person, in one sentence. */
  readonly meaning?: string
}

/** What a payment's status is called. One that we don't know shows as itself. */
export function paymentWords(status: string | null): Wording {
  switch (status) {
    case null:
      return { words: 'No payment information available', tone: 'plain' }
    case 'PENDING':
      return { words: 'Payment Pending', tone: 'waiting', meaning: 'Paystack has not confirmed it yet.' }
    case 'ESCROW':
    case 'HELD_IN_ESCROW':
      return { words: 'Paid - In Escrow', tone: 'safe', meaning: 'Held safely until completion is confirmed.' }
    case 'RELEASED':
    case 'COMPLETED':
      return { words: 'Payment Completed', tone: 'good' }
    case 'FAILED':
      return { words: 'Payment Failed', tone: 'bad', meaning: 'No money was taken.' }
    case CHECKING:
      return { words: 'Checking payment…', tone: 'plain' }
    default:
      return { words: status, tone: 'plain' }
  }
}

/** Whether the client has paid. A status that is being checked or unknown is no proof. */
export const isPaid = (status: string | null): boolean =>
  ['ESCROW', 'HELD_IN_ESCROW', 'RELEASED', 'COMPLETED'].includes(status ?? '')
