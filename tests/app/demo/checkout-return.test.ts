import { expect, test } from 'vitest'
import { readCheckoutReturn, withoutCheckoutReturn } from '../../../app/demo/checkout-return.ts'

test('the return from a checkout names the payment, and only claims how it went', () => {
  expect(readCheckoutReturn('?payment=success&booking=7&reference=ps-7&trxref=ps-7')).toEqual({
    reference: 'ps-7',
    claimed: 'success',
  })
  expect(readCheckoutReturn('?payment=abandoned&trxref=ps-7')).toEqual({ reference: 'ps-7', claimed: 'abandoned' })
})

test.each(['', '?payment=success', '?reference=ps-7', '?view=all'])('an address like "%s" is no return', (search) => {
  expect(readCheckoutReturn(search)).toBe(undefined)
})

test('what the checkout put into the address goes, and the rest stays', () => {
  const href = 'https://a.example/home?payment=success&view=all&booking=7&reference=r&trxref=r#top'

  expect(withoutCheckoutReturn(href)).toBe('/home?view=all#top')
})
