import type { Page } from '@playwright/test'
import { createProbe, type PaymentSyncProbe } from './probe.ts'

export interface PaymentSyncFixtures {
  /** Of the test's own `page`; its `of(page)` is for other tabs. */
  readonly paymentSync: PaymentSyncProbe
}

/**
 * Fixtures for Playwright.
 *
 * @example
 * import { test as base } from '@playwright/test'
 * const test = base.extend<PaymentSyncFixtures>(paymentSyncFixtures)
 * test('a paid booking is paid in every tab', async ({ page, paymentSync }) => {
 *   await page.goto('/')
 *   await paymentSync.controlled()
 * })
 */
export const paymentSyncFixtures = {
  paymentSync: async (
    { page }: { readonly page: Page },
    use: (probe: PaymentSyncProbe) => Promise<void>,
  ): Promise<void> => {
    await use(createProbe(page))
  },
}
