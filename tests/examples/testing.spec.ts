import { expect, test } from './support/fixtures.ts'
import { runScript, stage } from './support/stage.ts'

test('what one tab pays the other shows, also when the worker was stopped between', async ({
  page,
  paymentSync,
  serve,
  another,
}) => {
  const folder = await stage('plain-html')
  await runScript(folder, 'copy')
  const { url } = await serve(folder)
  expect(await paymentSync.entries().catch(() => [])).toEqual([])
  await page.goto(url)
  await paymentSync.controlled()
  const other = await another(url)
  await paymentSync.of(other).controlled()
  await expect(other.getByText('Garden work: to be paid')).toBeVisible()

  await paymentSync.stopWorker()
  await page.getByRole('button', { name: 'Pay Garden work' }).click()
  await expect(other.getByText('Garden work: ESCROW')).toBeVisible()
  const [entry] = await paymentSync.entries()
  expect(entry).toMatchObject({ url: `${url}/api/bookings/my-bookings`, class: 'booking', status: 200 })
  expect(entry?.body).toContain('ESCROW')
})
