import { test as base, type Page } from '@playwright/test'
import { paymentSyncFixtures, type PaymentSyncFixtures } from '../../../app/testing/public.ts'
import { startApi } from '../../../examples/api/server.mjs'

export type Api = Awaited<ReturnType<typeof startApi>>

interface Fixtures extends PaymentSyncFixtures {
  /** Serves a folder, and the API beside it. */
  readonly serve: (dir?: string) => Promise<Api>
  /** Another tab of the same browser. */
  readonly another: (url: string) => Promise<Page>
}

export const test = base.extend<Fixtures>({
  ...paymentSyncFixtures,
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from this pattern
  serve: async ({}, use) => {
    const open: Api[] = []
    await use(async (dir) => {
      const api = await startApi({ dir })
      open.push(api)
      return api
    })
    for (const api of open) await api.close()
  },
  another: async ({ context }, use) => {
    await use(async (url) => {
      const page = await context.newPage()
      await page.goto(url)
      return page
    })
  },
})

export { expect } from '@playwright/test'
