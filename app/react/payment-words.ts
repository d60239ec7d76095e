import { CHECKING, type Payment } from '../../shared/domain.ts'
import { defaultLabels, type Labels } from './labels.ts'

export type Tone = 'good' | 'safe' | 'waiting' | 'bad' | 'plain'

export interface Wording {
  readonly words: string
  readonly tone: Tone
  /** What it means for the person, in one sentence. */
  readonly meaning?: string
}

/** A payment, or just its status; nothing stands for *no payment*. */
export type PaymentOrStatus = Pick<Payment, 'status'> | string | null | undefined

const statusOf = (payment: PaymentOrStatus): string | undefined =>
  (typeof payment === 'string' ? payment : payment?.status) ?? undefined

/** What a payment's status is called. One that we don't know shows as itself. */
export function paymentWords(payment: PaymentOrStatus, labels: Labels): Wording {
  const status = statusOf(payment)
  switch (status) {
    case undefined:
      return { words: labels.paymentNone, tone: 'plain' }
    case 'PENDING':
      return { words: labels.paymentPending, tone: 'waiting', meaning: labels.meaningPending }
    case 'ESCROW':
    case 'HELD_IN_ESCROW':
      return { words: labels.paymentEscrow, tone: 'safe', meaning: labels.meaningEscrow }
    case 'RELEASED':
    case 'COMPLETED':
      return { words: labels.paymentCompleted, tone: 'good' }
    case 'FAILED':
      return { words: labels.paymentFailed, tone: 'bad', meaning: labels.meaningFailed }
    case CHECKING:
      return { words: labels.paymentChecking, tone: 'plain' }
    default:
      return { words: status, tone: 'plain' }
  }
}

/**
 * What a payment's status is called.
 *
 * @example
 * getPaymentDisplayStatus(payment) // 'Paid - In Escrow'
 */
export const getPaymentDisplayStatus = (payment: PaymentOrStatus, labels?: Partial<Labels>): string =>
  paymentWords(payment, { ...defaultLabels, ...labels }).words

/**
 * Whether the client has paid. A status that is pending, being checked or unknown is no proof.
 *
 * @example
 * isPaymentPaid(booking.payment) // false for null
 */
export const isPaymentPaid = (payment: PaymentOrStatus): boolean =>
  ['ESCROW', 'HELD_IN_ESCROW', 'RELEASED', 'COMPLETED'].includes(statusOf(payment) ?? '')
