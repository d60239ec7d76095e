import { test as base } from '@playwright/test'
import { paymentSyncFixtures, type PaymentSyncFixtures } from 'payment-sync/testing'
import { paymentSync } from 'payment-sync/vite'
import type { UserConfig } from 'vite'

export const config: UserConfig = { plugins: [paymentSync({ policy: 'policy.ts' }), paymentSync({ worker: 'sw.ts' })] }

const test = base.extend<PaymentSyncFixtures>(paymentSyncFixtures)
test('the store holds what was read', async ({ paymentSync: probe }) => {
  await probe.controlled()
  const [entry] = await probe.entries()
  const groups: readonly string[] | undefined = entry?.groups
  console.log(groups)
})
