import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { createServer } from 'vite'
import { expect, test } from './support/fixtures.ts'
import { runScript, stage } from './support/stage.ts'

test('Vite builds the worker with the typed policy, and a change made elsewhere shows at once', async ({
  page,
  paymentSync,
  serve,
}) => {
  const folder = await stage('vite')
  await runScript(folder, 'build')
  const { url, payElsewhere } = await serve(`${folder}/dist`)
  await page.goto(url)
  await paymentSync.controlled()
  await followed(page)
  await page.reload()
  await expect(page).toHaveTitle(/hit; ttl=1[12]\d/)

  payElsewhere('8')
  await expect(page.getByText('Window cleaning: ESCROW')).toBeVisible()
})

test('a policy that is wrong fails the build, in one line that names the field', async () => {
  const folder = await stage('vite')
  await writeFile(join(folder, 'payment-sync.policy.ts'), 'export default { classes: { booking: { ttl: -1 } } }')
  await expect(runScript(folder, 'build')).rejects.toThrow(/classes\.booking\.ttl is -1; it must be a whole number/)
})

test('in development an edit of the policy is in the worker at once', async ({ page, paymentSync, serve }) => {
  const folder = await stage('vite')
  const { url: api } = await serve()
  const server = await createServer({
    root: folder,
    logLevel: 'error',
    server: { port: 0, proxy: { '/api': api } },
  })
  try {
    await server.listen()
    await page.goto(server.resolvedUrls?.local[0] ?? '')
    await paymentSync.controlled()
    await followed(page)
    await page.reload()
    await expect(page).toHaveTitle(/hit; ttl=1[12]\d/)

    const policy = join(folder, 'payment-sync.policy.ts')
    const reloaded = page.waitForEvent('load')
    await writeFile(policy, (await readFile(policy, 'utf8')).replace('120_000', '60_000'))
    await reloaded
    // The new worker takes over while the page is there; what was stored under another policy counts no more.
    await expect
      .poll(() => page.evaluate(async () => (await fetch('/api/bookings/9')).headers.get('cache-status')))
      .toMatch(/hit; ttl=[56]\d$/)
  } finally {
    await server.close()
  }
})

/** The first to follow the live channel makes everything wrong, because nobody knows what was missed before. */
async function followed(page: Page): Promise<void> {
  await expect(page.getByText('live: connected')).toBeVisible()
  const how = () => page.evaluate(async () => (await fetch('/api/bookings/my-bookings')).headers.get('cache-status'))
  await expect.poll(how).toMatch(/; hit/)
}
