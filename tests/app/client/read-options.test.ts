import { expect, test } from 'vitest'
import { registerPaymentSync } from '../../../app/client/public.ts'
import { readOptions } from '../../../app/client/read-options.ts'

test.each([
  [{ url: 7 }, 'url is 7'],
  [{ url: '' }, 'url is ""'],
  [{ scope: null }, 'scope is null'],
  [{ enabled: 'no' }, 'enabled is "no"'],
  [{ live: true }, 'live is true'],
  [{ onError: 'log' }, 'onError is "log"'],
  [{ urll: '/sw.js' }, 'urll is "/sw.js"; it must be left out'],
  [{ toString: 1 }, 'toString is 1'],
])('a bad option is refused by name and value: %j', (options, problem) => {
  expect(() => registerPaymentSync(options as never)).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }))
  expect(() => registerPaymentSync(options as never)).toThrow(problem)
})

test('an option that is undefined is left at its default', () => {
  expect(readOptions({ url: undefined } as never)).toMatchObject({
    url: '/payment-sync-sw.js',
    scope: '/',
    enabled: true,
    register: true,
  })
})

test('where pages are rendered on a server nothing is registered, and nothing fails', async () => {
  const client = registerPaymentSync()
  await client.ready
  const stop = client.subscribe({ groups: ['bookings'] }, () => undefined)
  await Promise.all([client.invalidate(['bookings']), client.endSession()])
  stop()

  expect(client.state).toBe('unsupported')
  expect(client.live).toBe('off')
})
