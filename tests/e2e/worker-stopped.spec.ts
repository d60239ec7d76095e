import { expect, test } from './support/fixtures.ts'
import { WorkerControl } from './support/worker-control.ts'

const LIST = '/api/bookings/my-bookings'

test('a read whose worker is stopped is answered by the next one', async ({ open, traffic }) => {
  const tab = await open()
  const worker = await WorkerControl.of(tab.page)
  const held = traffic.hold(LIST, 'before')
  const read = tab.get(LIST)
  await held.arrived
  await worker.stop()
  const answer = await read
  held.release()
  expect(answer.status).toBe(200)
  expect(answer.how).toBe('fwd=miss; fwd-status=200; stored')
})

test('stopped while idle, it serves bookings at once and no payment that it did not confirm itself', async ({
  open,
  traffic,
  booking,
}) => {
  const tab = await open()
  const verify = `/api/payment/verify?bookingId=${booking.id}`
  await tab.get(verify)
  await tab.get('/api/services')
  const worker = await WorkerControl.of(tab.page)
  await worker.stop()
  traffic.answer('/api/*', 503)
  expect((await tab.get('/api/services')).how).toMatch(/^hit/)
  expect((await tab.get(verify)).status).toBe(503)
})

test('stopped between a payment and its answer, the page gets the answer and the API one payment', async ({
  open,
  traffic,
  booking,
}) => {
  const tab = await open('keys')
  const worker = await WorkerControl.of(tab.page)
  const pay = `/api/book-service/${booking.id}/pay`
  const held = traffic.hold(`POST ${pay}`, 'after')
  const paid = tab.post(pay, { callbackUrl: '/' })
  await held.arrived
  await worker.stop()
  held.release()
  const answer = await paid
  expect(answer.status).toBe(200)
  const { body } = await tab.get(`/api/payment/verify?bookingId=${booking.id}`)
  expect(body.payment?.reference).toBe(answer.body.reference)
})

test('what a payment was answered reaches its page whole, though the worker is stopped at once', async ({
  open,
  traffic,
  booking,
}) => {
  const { page } = await open()
  const worker = await WorkerControl.of(page)
  const pay = `/api/book-service/${booking.id}/pay`
  // More than is on its way at any time.
  const note = 'x'.repeat(1_000_000)
  traffic.answer(`POST ${pay}`, 200, {}, { note })
  const response = await page.evaluateHandle((url) => fetch(url, { method: 'POST' }), pay)
  await worker.stop()
  expect(await response.evaluate(({ headers }) => headers.get('cache-status'))).toContain('fwd=method')
  expect(await response.evaluate((answer) => answer.text())).toBe(JSON.stringify({ note }))
})

test('a bad policy intercepts nothing, and the app goes on', async ({ page, url }) => {
  const lines: string[] = []
  page.context().on('serviceworker', (worker) => worker.on('console', (line) => lines.push(line.text())))
  await page.goto(`${url}/client.html?policy=bad`)
  await page.waitForFunction(() => navigator.serviceWorker.ready.then(() => true))
  const how = await page.evaluate(() => fetch('/api/services').then(({ headers }) => headers.get('cache-status')))
  expect(how).toBe(null)
  expect(lines.join('\n')).toContain('classes.payment.ttl is -1')
})
