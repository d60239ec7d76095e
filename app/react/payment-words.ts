import type { Payment } from '../../shared/domain.ts'
import { defaultLabels, type Labels } from './labels.ts'

export type Tone = 'good' | 'safe' | 'waiting' | 'bad' | 'plain'

/** A payment, or just its status; nothing stands for *no payment*. */
export type PaymentOrStatus = Pick<Payment, 'status'> | string | null | undefined

/** `NONE` where there is none. */
export const statusOf = (payment: PaymentOrStatus): string =>
  (typeof payment === 'string' ? payment : payment?.status) ?? 'NONE'

const tones: Readonly<Record<string, Tone>> = {
  PENDING: 'waiting',
  ESCROW: 'safe',
  HELD_IN_ESCROW: 'safe',
  RELEASED: 'good',
  COMPLETED: 'good',
  FAILED: 'bad',
}

export const paymentTone = (payment: PaymentOrStatus): Tone => tones[statusOf(payment)] ?? 'plain'

/**
 * What a payment's status is called. One that nobody has a word for shows as itself.
 *
 * @example
 * getPaymentDisplayStatus(payment) // 'Paid - In Escrow'
 */
export function getPaymentDisplayStatus(payment: PaymentOrStatus, labels?: Partial<Labels>): string {
  const status = statusOf(payment)
  return labels?.[`payment.${status}`] ?? (defaultLabels as Labels)[`payment.${status}`] ?? status
}

/**
 * Whether the client has paid. A status that is pending, being checked or unknown is no proof.
 *
 * @example
 * isPaymentPaid(booking.payment) // false for null
 */
export const isPaymentPaid = (payment: PaymentOrStatus): boolean => /^(good|safe)$/.test(paymentTone(payment))
