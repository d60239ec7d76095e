import { expect, test } from 'vitest'
import { keepLastKnown, knownStatus, type BookingList } from '../../../app/demo/last-known.ts'
import { sampleBooking, samplePayment } from '../support/sample-booking.ts'

const list = (status: Parameters<typeof samplePayment>[0]): BookingList => ({
  bookings: [sampleBooking({ payment: samplePayment(status) })],
})

test('while a payment is checked, its booking stays with the status that it had', () => {
  const once = keepLastKnown(list('PENDING'), list('CHECKING'))
  const twice = keepLastKnown(once, list('CHECKING'))

  expect(once.bookings[0]).toMatchObject({ lastKnown: 'PENDING', payment: { status: 'CHECKING' } })
  expect(twice.bookings[0]?.lastKnown).toBe('PENDING')
})

test('the truth replaces what was last known', () => {
  const after = keepLastKnown(keepLastKnown(list('PENDING'), list('CHECKING')), list('ESCROW'))

  expect(after.bookings[0]?.payment?.status).toBe('ESCROW')
  expect(after.bookings[0]).not.toHaveProperty('lastKnown')
})

test('nothing is made up for a payment that was never seen', () => {
  const other = { bookings: [sampleBooking({ payment: samplePayment('ESCROW'), id: '8' })] }

  expect(keepLastKnown(undefined, list('CHECKING')).bookings[0]).not.toHaveProperty('lastKnown')
  expect(keepLastKnown(other, list('CHECKING')).bookings[0]).not.toHaveProperty('lastKnown')
})

test('that there is no payment is checked like any other status', () => {
  const none = { bookings: [sampleBooking()] }
  const checking = { bookings: [sampleBooking({ payment: { status: 'CHECKING' } as never })] }
  const [booking] = keepLastKnown(keepLastKnown(none, checking), checking).bookings

  expect(booking).toMatchObject({ lastKnown: null, payment: { status: 'CHECKING' } })
  expect(booking && knownStatus(booking)).toBe(null)
})
