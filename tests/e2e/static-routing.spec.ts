import type { Page } from '@playwright/test'
import { expect, test, whenControlled } from './support/fixtures.ts'
import { Tab } from './support/tab.ts'
import { WorkerControl } from './support/worker-control.ts'

const LIST = '/api/bookings/my-bookings'
const SCRIPT = '/start.js'

/** A controlled tab whose worker is stopped. */
async function asleep(page: Page, url: string, worker: string): Promise<{ tab: Tab; control: WorkerControl }> {
  const control = await WorkerControl.of(page)
  await page.goto(`${url}/client.html?policy=${worker}`)
  await page.evaluate(whenControlled)
  const tab = new Tab(page)
  await tab.logIn()
  await tab.get(LIST)
  // What the page itself still asks for may start it again.
  await expect
    .poll(async () => {
      await control.stop()
      return control.isRunning
    })
    .toBe(false)
  return { tab, control }
}

test('with static routing what no route names does not wake the worker, and what one names does', async ({
  page,
  url,
}) => {
  const { tab, control } = await asleep(page, url, 'routed')
  expect((await tab.get(SCRIPT)).status).toBe(200)
  expect(control.isRunning).toBe(false)
  expect((await tab.get(LIST)).how).toMatch(/^hit/)
  expect(control.isRunning).toBe(true)
})

test('with static routing a change that no rule names is seen all the same', async ({ page, url, traffic }) => {
  const { tab } = await asleep(page, url, 'routed')
  expect((await tab.get(LIST)).how).toMatch(/^hit/)
  await tab.post('/api/nothing-of-this-name')
  traffic.log.length = 0
  await tab.get(LIST)
  expect(traffic.count(LIST)).toBe(1)
})

test('without it each request wakes the worker: another fetch handler may be waiting for it', async ({ page, url }) => {
  const { tab, control } = await asleep(page, url, 'default')
  await tab.get(SCRIPT)
  await expect.poll(() => control.isRunning).toBe(true)
})
