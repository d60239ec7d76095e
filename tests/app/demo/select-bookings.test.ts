import { expect, test } from 'vitest'
import { countView, selectBookings } from '../../../app/demo/select-bookings.ts'
import { sampleBooking, samplePayment } from '../support/sample-booking.ts'

const unpaid = sampleBooking({ id: '1' })
const held = sampleBooking({ id: '2', status: 'IN_PROGRESS', payment: samplePayment('HELD_IN_ESCROW') })
const checked = { ...sampleBooking({ id: '3', payment: samplePayment('ESCROW') }), isChecking: true }
const cancelled = sampleBooking({ id: '14', status: 'CANCELLED' })
const neverSeen = sampleBooking({ id: '5', payment: samplePayment('CHECKING') })
const all = [unpaid, held, checked, neverSeen, cancelled]

const ids = (...question: [Parameters<typeof selectBookings>[1], string]) =>
  selectBookings(all, ...question).map(({ id }) => id)

test('a booking is found by its number, its service and the people in it', () => {
  expect(ids('all', '14')).toEqual(['14'])
  expect(ids('all', 'CLEANING naledi')).toEqual(['1', '2', '3', '5', '14'])
  expect(ids('all', 'piano')).toEqual([])
})

test('a payment that is being checked counts as what it was, and never as unpaid', () => {
  expect(ids('escrow', '')).toEqual(['2', '3'])
  expect(ids('to-pay', '')).toEqual(['1'])
})

test('the number beside a view is the number of bookings in it', () => {
  expect(countView(all, 'cancelled')).toBe(1)
  expect(countView(all, 'all')).toBe(5)
})

test('while a payment is being checked that nobody ever saw, nobody knows how many are paid', () => {
  expect(countView(all, 'escrow')).toBeUndefined()
  expect(countView(all, 'to-pay')).toBeUndefined()
  const known = all.filter((booking) => booking !== neverSeen)
  expect([countView(known, 'escrow'), countView(known, 'to-pay')]).toEqual([2, 1])
})
