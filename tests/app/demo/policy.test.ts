import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { under } from '../../../scripts/places.ts'
import { defaultPolicy } from '../../../shared/default-policy.ts'
import { readPolicy } from '../../../shared/read-policy.ts'

test('the demo’s worker has the default routes, and one before them for who is here', () => {
  const self: { PAYMENT_SYNC_POLICY?: unknown } = {}
  runInNewContext(readFileSync(under('app/demo/public/sw.js'), 'utf8'), { self, importScripts: () => undefined })
  const { routes, classes } = readPolicy(self.PAYMENT_SYNC_POLICY, defaultPolicy)
  const [first, ...others] = routes
  expect(first).toMatchObject({ url: '/api/auth/me', class: 'account' })
  expect(others).toEqual(readPolicy({}, defaultPolicy).routes)
  expect(classes['account']).toMatchObject({ strategy: 'network-first', ttl: classes['booking']?.ttl })
})
