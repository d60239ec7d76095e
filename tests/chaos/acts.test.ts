import { expect, test } from 'vitest'
import { actOf, mayAct } from './acts.ts'

test('an act that fits is one that the state allows, and any other is any', () => {
  const acts = (fits: boolean, status: string) =>
    new Set(Array.from({ length: 60 }, (_, choice) => actOf('client', status, { fits, choice })))

  expect([...acts(true, 'CONFIRMED')].sort()).toEqual(['cancel', 'pay'])
  expect([...acts(true, 'AWAITING_CONFIRMATION')]).toEqual(['release-payment'])
  expect(acts(false, 'CONFIRMED').size).toBe(6)
  expect(acts(true, 'COMPLETED').size).toBe(6)
})

test('each state of a booking that goes on has somebody who may act', () => {
  for (const status of ['PENDING', 'CONFIRMED', 'PENDING_EXECUTION', 'IN_PROGRESS', 'AWAITING_CONFIRMATION'])
    expect([mayAct('client', status), mayAct('provider', status)]).toContain(true)
  expect(mayAct('client', 'CANCELLED') || mayAct('provider', 'COMPLETED')).toBe(false)
})
