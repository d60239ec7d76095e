import type { Page } from '@playwright/test'
import { entriesIn, type StoredEntry } from './read-entries.ts'

/** What a test may want to know of a page under the worker, or do to it. */
export interface PaymentSyncProbe {
  /** Resolves when the page is controlled by an active worker; rejects after Playwright's own time-out. */
  controlled(): Promise<void>
  /**
   * What is stored, for all tabs and sessions of this browser; empty where there is no database.
   * @param scope of the worker
   * @default '/'
   */
  entries(scope?: string): Promise<readonly StoredEntry[]>
  /**
   * Stops the worker as a browser does to save memory; the next request starts another run of it. Chromium only.
   * @throws Error in another browser, which has no way to do so
   */
  stopWorker(): Promise<void>
  /** The same of another tab. */
  of(page: Page): PaymentSyncProbe
}

export function createProbe(page: Page): PaymentSyncProbe {
  return {
    async controlled() {
      await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')
    },
    entries: (scope = '/') => page.evaluate(entriesIn, scope === '/' ? 'payment-sync' : `payment-sync ${scope}`),
    async stopWorker() {
      const session = await page.context().newCDPSession(page)
      try {
        await session.send('ServiceWorker.enable')
        await session.send('ServiceWorker.stopAllWorkers')
      } finally {
        await session.detach()
      }
    },
    of: createProbe,
  }
}
