import { expect, test } from 'vitest'
import { keepSame } from '../../../../app/react/store/same.ts'

const booking = { id: '7', payment: { status: 'PENDING', paidAt: null }, tags: ['a', 'b'], note: undefined }

test('what says the same is the one from before, in whatever order its fields come', () => {
  expect(keepSame(booking, structuredClone(booking))).toBe(booking)
  expect(keepSame(booking, { note: undefined, tags: ['a', 'b'], payment: booking.payment, id: '7' })).toBe(booking)
})

test.each<[string, object]>([
  ['a field says something else', { ...booking, id: '8' }],
  ['a field within says something else', { ...booking, payment: { status: 'ESCROW', paidAt: null } }],
  ['there is none any more', { ...booking, payment: null }],
  ['there is one more', { ...booking, isChecking: true }],
  ['one has another name', { id: '7', payment: booking.payment, tags: ['a', 'b'], isChecking: undefined }],
  ['a list is shorter', { ...booking, tags: ['a'] }],
  ['a list has another order', { ...booking, tags: ['b', 'a'] }],
])('it is another where %s', (_, after) => {
  expect(keepSame<object>(booking, after)).toBe(after)
})

test('nothing before is nothing to keep', () => {
  expect(keepSame<object | null>(undefined, booking)).toBe(booking)
  expect(keepSame<object | null>(null, booking)).toBe(booking)
})
