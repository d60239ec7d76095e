import { expect, test } from 'vitest'
import { legalActions } from '../../../app/demo/booking-actions.ts'
import type { BookingStatus, Payment } from '../../../shared/domain.ts'
import { sampleBooking, samplePayment, sampleUser } from '../support/sample-booking.ts'

const provider = { ...sampleUser, id: '9', role: 'PROVIDER' } as const

const labels = (status: BookingStatus, payment: Payment['status'] | undefined, user: typeof sampleUser = sampleUser) =>
  legalActions(sampleBooking({ status, payment: payment ? samplePayment(payment) : null }), user).map(
    ({ label }) => label,
  )

test('a client pays for what is confirmed, once', () => {
  expect(labels('CONFIRMED', undefined)).toEqual(['Pay Now', 'Cancel Booking'])
  expect(labels('CONFIRMED', 'FAILED')).toEqual(['Pay Now', 'Cancel Booking'])
  expect(labels('CONFIRMED', 'PENDING')).toEqual(['Check Payment Status', 'Resume Checkout', 'Cancel Booking'])
})

test('while a payment is being checked nobody is offered to pay again', () => {
  expect(labels('CONFIRMED', 'CHECKING')).toEqual([])
})

test('a client confirms completion only when the provider says that it is done', () => {
  expect(labels('IN_PROGRESS', 'ESCROW')).toEqual([])
  expect(labels('AWAITING_CONFIRMATION', 'ESCROW')).toEqual(['Confirm Completion'])
})

test('a provider accepts, starts and finishes, and never pays', () => {
  expect(labels('PENDING', undefined, provider)).toEqual(['Accept Booking', 'Cancel Booking'])
  expect(labels('CONFIRMED', undefined, provider)).toEqual(['Cancel Booking'])
  expect(labels('PENDING_EXECUTION', 'ESCROW', provider)).toEqual(['Start Work'])
  expect(labels('IN_PROGRESS', 'ESCROW', provider)).toEqual(['Mark as Done'])
  expect(labels('AWAITING_CONFIRMATION', 'ESCROW', provider)).toEqual([])
})

test.each(['COMPLETED', 'CANCELLED'] as const)('what is %s is over for both', (status) => {
  expect([labels(status, 'RELEASED'), labels(status, 'RELEASED', provider)]).toEqual([[], []])
})
