import { expect, test } from 'vitest'
import { EVERYTHING } from '../../../shared/groups.ts'
import { parseTemplate } from '../../../shared/group-template.ts'
import { discoveredGroups, type States } from '../../../sw/invalidate/discovered.ts'

const templates = (...texts: string[]): States['groups'] => texts.flatMap((text) => parseTemplate(text) ?? [])

const inList: States = {
  each: ['bookings', '[]'],
  field: ['payment', 'status'],
  groups: templates('booking:{body.id}', 'payment:{body.payment.reference?}'),
}

const booking = (id: number, status?: string | null, reference = `r${id}`): object => ({
  id,
  payment: status === undefined ? null : { reference, status },
})
const discovered = (before: object[], after: object[]): string[] =>
  discoveredGroups(inList, { bookings: before }, { bookings: after })

test('a payment with another status than before was changed elsewhere', () => {
  expect(
    discovered([booking(1, 'PENDING'), booking(2, 'PENDING')], [booking(1, 'ESCROW'), booking(2, 'PENDING')]),
  ).toEqual(['booking:1', 'payment:r1'])
})

test('nothing is discovered in an answer that says the same, in whatever order', () => {
  expect(discovered([booking(1, 'PENDING'), booking(2)], [booking(2), booking(1, 'PENDING')])).toEqual([])
})

test('a booking stays the same one when a payment is added, or taken away', () => {
  expect(discovered([booking(1)], [booking(1, 'PENDING')])).toEqual(['booking:1', 'payment:r1'])
  expect(discovered([booking(1, 'PENDING')], [booking(1)])).toEqual(['booking:1', 'payment:r1'])
})

test('another payment for the same booking concerns both', () => {
  expect(discovered([booking(1, 'FAILED', 'old')], [booking(1, 'PENDING', 'new')])).toEqual([
    'booking:1',
    'payment:old',
    'payment:new',
  ])
})

test('an item that came or went is no change of a state', () => {
  expect(discovered([booking(1, 'PENDING')], [booking(1, 'PENDING'), booking(2, 'PENDING')])).toEqual([])
  expect(discovered([booking(1, 'PENDING'), booking(2, 'PENDING')], [booking(1, 'PENDING')])).toEqual([])
})

test('a state that is null is not one that is missing, nor the word', () => {
  expect(discovered([booking(1, null)], [booking(1)])).not.toEqual([])
  expect(discovered([booking(1, null)], [booking(1, 'null')])).not.toEqual([])
})

test('an item that does not say what it is may be anything', () => {
  const nameless = (status: string): object => ({ payment: { status, reference: 'r1' } })

  expect(discovered([nameless('PENDING')], [nameless('ESCROW')])).toEqual([EVERYTHING, 'payment:r1'])
})

test('the item may be the body itself', () => {
  const states: States = {
    each: [],
    field: ['payment', 'status'],
    groups: templates('payment:{body.payment.reference}'),
  }
  const body = (status: string): object => ({ payment: { reference: 'r1', status } })

  expect(discoveredGroups(states, body('PENDING'), body('ESCROW'))).toEqual(['payment:r1'])
  expect(discoveredGroups(states, body('ESCROW'), body('ESCROW'))).toEqual([])
})

test('bodies that are no JSON tell nothing of each other', () => {
  expect(discoveredGroups(inList, undefined, undefined)).toEqual([])
})
