import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readEnvironment } from '../../app/server/environment.ts'
import { StartError } from '../../app/server/start-error.ts'

test('needs nothing: every variable has a default', () => {
  expect(readEnvironment({})).toEqual({
    PORT: 4173,
    HOST: 'localhost',
    DATA_DIR: '.data',
    PAYSTACK_API_URL: 'https://api.paystack.co',
    CORS_ORIGINS: [],
    RATE_LIMIT: 3_000,
    LOGIN_LIMIT: 10,
    TRUSTED_PROXIES: 0,
    PAYMENT_SYNC_REFRESH_INTERVAL: 30_000,
    PAYMENT_SYNC_CACHE_TTL: 30_000,
    PAYMENT_SYNC_DEBUG: false,
  })
})

test('reads what is set, and takes an empty value for none', () => {
  const from = { PORT: '0', PAYMENT_SYNC_DEBUG: 'true', DATA_DIR: '', PAYSTACK_API_URL: 'http://localhost:1/' }
  expect(readEnvironment({ ...from, UNRELATED: 'x' })).toMatchObject({
    PORT: 0,
    PAYMENT_SYNC_DEBUG: true,
    DATA_DIR: '.data',
    PAYSTACK_API_URL: 'http://localhost:1',
  })
  const CORS_ORIGINS = 'https://app.example.com, http://localhost:3000,'
  expect(readEnvironment({ CORS_ORIGINS }).CORS_ORIGINS).toEqual(['https://app.example.com', 'http://localhost:3000'])
  for (const wrong of [
    'https://a.example/',
    'a.example',
    'https://a.example/path',
    'null',
    'ftp://a.example',
    'HTTPS://A.example',
  ]) {
    expect(() => readEnvironment({ CORS_ORIGINS: wrong })).toThrow('CORS_ORIGINS is')
  }
})

test.each([
  ['PORT', '65536', 'PORT is "65536"; it must be a port from 0 to 65535.'],
  ['PORT', ' 80', 'PORT is " 80"; it must be a port from 0 to 65535.'],
  ['PORT', '1e3', 'PORT is "1e3"; it must be a port from 0 to 65535.'],
  ['DATABASE_URL', 'mysql://me:secret@db', 'DATABASE_URL is (not shown); it must be a postgres:// URL.'],
  [
    'PAYSTACK_SECRET_KEY',
    'pk_live_x',
    'PAYSTACK_SECRET_KEY is (not shown); it must be a secret key of Paystack: "sk_…".',
  ],
  ['PAYSTACK_API_URL', 'ftp://x', 'PAYSTACK_API_URL is "ftp://x"; it must be an http(s) URL.'],
  [
    'PAYMENT_SYNC_REFRESH_INTERVAL',
    '-1',
    'PAYMENT_SYNC_REFRESH_INTERVAL is "-1"; it must be a whole number of ms from 1000 to 86400000.',
  ],
  [
    'CORS_ORIGINS',
    'https://app.example.com,*',
    'CORS_ORIGINS is "https://app.example.com,*"; it must be origins such as "https://app.example.com", with commas between.',
  ],
  ['RATE_LIMIT', '0', 'RATE_LIMIT is "0"; it must be a whole number from 1 to 999999999.'],
  ['TRUSTED_PROXIES', 'all', 'TRUSTED_PROXIES is "all"; it must be a number from 0 to 9.'],
  ['PAYMENT_SYNC_DEBUG', 'yes', 'PAYMENT_SYNC_DEBUG is "yes"; it must be "true" or "false".'],
])('names a bad %s=%s in one line', (name, value, line) => {
  expect(() => readEnvironment({ [name]: value })).toThrow(new StartError(line))
})

test('says one line about whatever is wrong', () => {
  const names = [
    'PORT',
    'HOST',
    'DATABASE_URL',
    'PAYSTACK_SECRET_KEY',
    'PAYSTACK_API_URL',
    'PAYMENT_SYNC_CACHE_TTL',
    'CORS_ORIGINS',
    'RATE_LIMIT',
  ]
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.string({ unit: 'binary' }), (name, value) => {
      try {
        readEnvironment({ [name]: value })
      } catch (error) {
        expect(error).toBeInstanceOf(StartError)
        expect((error as Error).message).toMatch(new RegExp(`^${name} is [^\n]*; it must be [^\n]*\\.$`))
      }
    }),
  )
})
