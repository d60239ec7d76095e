import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './support/fixtures.ts'
import { runScript, stage } from './support/stage.ts'

test('a page without a build: two files copied, a policy in JSON, and what one tab pays the other shows', async ({
  page,
  paymentSync,
  serve,
  another,
}) => {
  const folder = await stage('plain-html')
  await runScript(folder, 'copy')
  const { url, requests } = await serve(folder)
  await page.goto(url)
  await expect(page.getByText('Garden work: to be paid')).toBeVisible()
  await paymentSync.controlled()
  const other = await another(url)

  // The default is 300 s; what the JSON says is 120.
  await expect(other).toHaveTitle(/hit; ttl=1[12]\d/)
  await page.getByRole('button', { name: 'Pay Garden work' }).click()
  for (const tab of [page, other]) await expect(tab.getByText('Garden work: ESCROW')).toBeVisible()
  expect(requests.filter((request) => request.startsWith('POST'))).toEqual(['POST /api/book-service/7/pay'])
})

test('the policy can stand in the first line of the one file', async ({ page, paymentSync, serve }) => {
  const folder = await stage('plain-html')
  await runScript(folder, 'copy')
  const [first, ...rest] = (await readFile(join(folder, 'payment-sync-sw.js'), 'utf8')).split('\n')
  expect(first).toBe('self.PAYMENT_SYNC_POLICY ??= {}')
  const changed = 'self.PAYMENT_SYNC_POLICY ??= { "classes": { "booking": { "ttl": 60000 } } }'
  await writeFile(join(folder, 'sw.js'), [changed, ...rest].join('\n'))
  const { url } = await serve(folder)
  await page.goto(url)
  await paymentSync.controlled()

  await page.reload()
  await expect(page).toHaveTitle(/hit; ttl=[56]\d$/)
})
