import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CompiledField } from '../../../sw/plan.ts'
import { carriesField, maskField } from '../../../sw/strategy/aging-fields.ts'
import { compiled } from '../support/policies.ts'

const fields = compiled().agingFields
const [inList, inOne] = fields as [CompiledField, CompiledField]

test('a payment in a list of bookings says that its state is being asked for, and keeps the rest', () => {
  const body = { bookings: [{ id: 1, payment: { reference: 'r1', status: 'PENDING' } }], total: 1 }

  expect(maskField(inList, body)).toEqual({
    bookings: [{ id: 1, payment: { reference: 'r1', status: 'CHECKING' } }],
    total: 1,
  })
})

test('a payment of one booking does too', () => {
  const body = { booking: { id: 1, payment: { status: 'ESCROW', amount: 5 } } }

  expect(maskField(inOne, body)).toEqual({ booking: { id: 1, payment: { status: 'CHECKING', amount: 5 } } })
})

test('that there is no payment may be out of date as well: never null, which reads as unpaid', () => {
  expect(maskField(inOne, { booking: { payment: null } })).toEqual({ booking: { payment: { status: 'CHECKING' } } })
  expect(maskField(inOne, { booking: { payment: 'PAID' } })).toEqual({ booking: { payment: { status: 'CHECKING' } } })
})

test('where a body has no such field, none is made', () => {
  for (const body of [{ booking: {} }, { bookings: [] }, { bookings: {} }, {}, [], null, undefined, 'text', 7]) {
    expect(maskField(inOne, body)).toEqual(body)
    expect(maskField(inList, body)).toEqual(body)
  }
})

test('what is stored is not changed', () => {
  const body = { booking: { payment: { status: 'PENDING' } } }

  maskField(inOne, body)

  expect(body).toEqual({ booking: { payment: { status: 'PENDING' } } })
})

test.each<[what: string, body: unknown, carries: readonly boolean[]]>([
  ['a list', { bookings: [{ payment: { status: 'PENDING' } }] }, [true, false]],
  ['a list without payments', { bookings: [{ id: 1, payment: null }] }, [true, false]],
  ['one booking', { booking: { payment: null } }, [false, true]],
  ['an empty list', { bookings: [] }, [false, false]],
  ['something else', { services: [{ payment: {} }] }, [false, false]],
  ['no JSON', undefined, [false, false]],
])('whether a body carries the field is seen in %s', (_, body, carries) => {
  expect(fields.map((field) => carriesField(field, body))).toEqual(carries)
})

test('after masking no payment tells a state that could be out of date', () => {
  const payment = fc.option(fc.record({ status: fc.string(), reference: fc.string() }))
  const bodies = fc.record({
    bookings: fc.array(fc.record({ id: fc.nat(), payment }, { requiredKeys: ['id'] })),
    booking: fc.record({ payment }),
  })

  fc.assert(
    fc.property(bodies, (body) => {
      const masked = fields.reduce<unknown>((value, field) => maskField(field, value), body) as typeof body
      for (const one of [masked.booking, ...masked.bookings.filter((booking) => 'payment' in booking)])
        expect(one.payment?.status).toBe('CHECKING')
    }),
  )
})
