import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './support/fixtures.ts'
import { runScript, stage } from './support/stage.ts'

test('the worker that removes itself takes its data along, and nothing else; open pages go on without', async ({
  page,
  paymentSync,
  serve,
  another,
}) => {
  const folder = await stage('plain-html')
  await runScript(folder, 'copy')
  const { url, payElsewhere } = await serve(folder)
  await page.goto(url)
  await paymentSync.controlled()
  const other = await another(url)
  await expect(other.getByText('Garden work: to be paid')).toBeVisible()
  expect(await paymentSync.entries()).not.toEqual([])
  await page.evaluate(() => void indexedDB.open("the app's own"))
  payElsewhere('7')

  // Deployed in the place of the worker: the next visit finds it.
  await copyFile(join(folder, 'node_modules/payment-sync/payment-sync-remove-sw.js'), join(folder, 'sw.js'))
  await page.reload()
  await expect.poll(() => left(page)).toEqual({ databases: ["the app's own"], registrations: 0 })
  // Anything may have changed, and nobody keeps count any more: so an open page asks.
  await expect(other.getByText('Garden work: ESCROW')).toBeVisible()

  await page.goto(url)
  await expect(page.getByText('Garden work: ESCROW')).toBeVisible()
  expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBeNull()
  await expect.poll(() => left(page)).toEqual({ databases: ["the app's own"], registrations: 0 })
})

const left = (page: Page): Promise<{ databases: (string | undefined)[]; registrations: number }> =>
  page.evaluate(async () => ({
    databases: (await indexedDB.databases()).map(({ name }) => name),
    registrations: (await navigator.serviceWorker.getRegistrations()).length,
  }))
