import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { under } from '../../../scripts/places.ts'
import { defaultPolicy } from '../../../shared/default-policy.ts'
import { readPolicy } from '../../../shared/read-policy.ts'
import { batchOfPayments } from '../../simulation/batch-stage.ts'

test('the demo’s worker has the default routes, one before them for who is here, and payments asked for together', () => {
  const self: { PAYMENT_SYNC_POLICY?: unknown } = {}
  runInNewContext(readFileSync(under('app/demo/public/sw.js'), 'utf8'), { self, importScripts: () => undefined })
  const { routes, classes } = readPolicy(self.PAYMENT_SYNC_POLICY, defaultPolicy)
  const [first, ...others] = routes
  expect(first).toMatchObject({ url: '/api/auth/me', class: 'account' })
  expect(others.map((route) => ({ ...route, batch: undefined }))).toEqual(readPolicy({}, defaultPolicy).routes)
  expect(others.flatMap(({ url, batch }) => (batch ? [[url, batch]] : []))).toEqual([
    ['/api/payment/verify', { ...batchOfPayments, most: 100, within: 10 }],
  ])
  expect(classes['account']).toMatchObject({ strategy: 'network-first', ttl: classes['booking']?.ttl })
})
