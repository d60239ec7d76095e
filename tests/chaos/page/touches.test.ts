import { expect, test } from 'vitest'
import { groupsOf, touches } from './touches.ts'

test.each([
  ['/api/bookings/my-bookings', ['bookings']],
  ['/api/bookings/7', ['booking:7']],
  ['/api/payment/verify?bookingId=7', ['booking:7']],
  ['/api/payments?bookingIds=7,8', ['booking:7', 'booking:8']],
  ['http://localhost:1/api/services', ['services']],
])('a page knows what %s is about', (url, groups) => {
  expect(groupsOf(url)).toEqual(groups)
})

test('a page looks again at what is touched, and at lists whatever booking it is', () => {
  expect(touches(['booking:7'], '/api/bookings/7')).toBe(true)
  expect(touches(['booking:8'], '/api/bookings/7')).toBe(false)
  expect(touches(['booking:8'], '/api/bookings')).toBe(true)
  expect(touches(['*'], '/api/services')).toBe(true)
  expect(touches(['booking:7', 'bookings'], '/api/services')).toBe(false)
})
