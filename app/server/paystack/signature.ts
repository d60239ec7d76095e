import { createHmac, timingSafeEqual } from 'node:crypto'

/** What Paystack puts into `x-paystack-signature`: HMAC-SHA512 of the raw body under the secret key, in hex. */
export const signatureOf = (body: string | Uint8Array, secretKey: string): string =>
  createHmac('sha512', secretKey).update(body).digest('hex')

/** Compared in constant time. */
export function signatureMatches(body: Uint8Array, signature: string | undefined, secretKey: string): boolean {
  const expected = Buffer.from(signatureOf(body, secretKey))
  const given = Buffer.from(signature ?? '')
  return given.length === expected.length && timingSafeEqual(given, expected)
}
