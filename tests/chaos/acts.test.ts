import { expect, test } from 'vitest'
import { actOf } from './acts.ts'

test('an act that fits is one that the state allows, and any other is any', () => {
  const acts = (fits: boolean, status: string) =>
    new Set(Array.from({ length: 60 }, (_, choice) => actOf('client', status, { fits, choice })))

  expect([...acts(true, 'CONFIRMED')].sort()).toEqual(['cancel', 'pay'])
  expect([...acts(true, 'AWAITING_CONFIRMATION')]).toEqual(['release-payment'])
  expect(acts(false, 'CONFIRMED').size).toBe(6)
  expect(acts(true, 'COMPLETED').size).toBe(6)
})
