import type { ServerResponse } from 'node:http'
import { expect, onTestFinished, test, vi } from 'vitest'
import { readEnvironment } from '../../app/server/environment.ts'
import { paystackClient } from '../../app/server/paystack/paystack-client.ts'
import { startServer } from '../../app/server/start.ts'
import { logIn, newBooking } from './person.ts'
import { standIn, type Handler } from './stand-in.ts'

vi.setConfig({ testTimeout: 90_000 })

/** Something that answers instead of Paystack, until the test is over. */
async function standInFor(handler: Handler): Promise<string> {
  const { url, close } = await standIn(handler)
  onTestFinished(close)
  return url
}

const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

const checkout = {
  email: 'client@example.com',
  amount: 85_000,
  currency: 'ZAR',
  reference: 'ps-1-abc',
  callbackUrl: 'https://shop.example/?payment=success',
  metadata: { booking_id: '1' },
}

test('speaks Paystack’s wire format', async () => {
  const seen: unknown[] = []
  const url = await standInFor((request, response, body) => {
    const { method, url: path, headers } = request
    seen.push([method, path, headers.authorization, body === '' ? undefined : (JSON.parse(body) as unknown)])
    if (method === 'POST') {
      const data = { authorization_url: 'https://checkout.paystack.com/abc', access_code: 'abc', reference: 'ps-1-abc' }
      return json(response, 200, { status: true, message: 'Authorization URL created', data })
    }
    const data = {
      id: 1,
      status: 'success',
      reference: 'ps-1-abc',
      amount: 85_000,
      currency: 'ZAR',
      paid_at: '2026-01-01T00:00:00.000Z',
      fees: 3,
    }
    return json(response, 200, { status: true, message: 'Verification successful', data })
  })
  const paystack = paystackClient(() => url, 'sk_test_12345678')
  expect(await paystack.initialize(checkout)).toEqual({ authorizationUrl: 'https://checkout.paystack.com/abc' })
  expect(await paystack.verify('ps-1-abc')).toMatchObject({ outcome: 'paid', amount: 85_000, currency: 'ZAR' })
  const { callbackUrl, ...rest } = checkout
  expect(seen).toEqual([
    ['POST', '/transaction/initialize', 'Bearer sk_test_12345678', { ...rest, callback_url: callbackUrl }],
    ['GET', '/transaction/verify/ps-1-abc', 'Bearer sk_test_12345678', undefined],
  ])
})

test.each([
  ['success', 'paid'],
  ['failed', 'failed'],
  ['reversed', 'returned'],
  ['abandoned', 'open'],
  ['ongoing', 'open'],
  ['pending', 'open'],
  ['processing', 'open'],
  ['queued', 'open'],
  ['something new', 'open'],
])('takes a charge that is %s for %s', async (status, outcome) => {
  const url = await standInFor((_, response) =>
    json(response, 200, { status: true, data: { status, reference: 'r', amount: 1, currency: 'ZAR', paid_at: null } }),
  )
  expect(await paystackClient(() => url, 'sk').verify('r')).toMatchObject({ outcome })
})

test('tells a duplicate, an unknown reference and a refusal from a failure', async () => {
  const answers: [number, unknown][] = [
    [400, { status: false, message: 'Duplicate Transaction Reference' }],
    [400, { status: false, message: 'Transaction reference not found' }],
    [404, { status: false, message: 'Transaction not found.' }],
    [401, { status: false, message: 'Invalid key' }],
    [429, { status: false, message: 'Slow down' }],
    [500, 'oops'],
    [200, { status: true, data: { status: 'success' } }],
    [200, { status: true, data: { status: 'success', reference: 'another', amount: 1, currency: 'ZAR' } }],
  ]
  const url = await standInFor((_, response) => json(response, ...(answers.shift() ?? [500, {}])))
  const paystack = paystackClient(() => url, 'sk')
  expect(await paystack.initialize(checkout)).toBe('duplicate')
  expect(await paystack.verify('r')).toBeUndefined()
  expect(await paystack.verify('r')).toBeUndefined()
  await expect(paystack.verify('r')).rejects.toMatchObject({ reason: 'refused', message: /Invalid key/ })
  for (let left = answers.length; left > 0; left -= 1) {
    await expect(paystack.verify('r')).rejects.toMatchObject({ name: 'PaystackError', reason: 'unreachable' })
  }
})

test('waits for Paystack no longer than it was told, and never follows it elsewhere', async () => {
  const silent = await standInFor(() => undefined)
  await expect(paystackClient(() => silent, 'sk', 50).verify('r')).rejects.toMatchObject({ reason: 'slow' })
  const moved = await standInFor((_, response) => void response.writeHead(302, { location: silent }).end())
  await expect(paystackClient(() => moved, 'sk').verify('r')).rejects.toMatchObject({ reason: 'unreachable' })
  await expect(paystackClient(() => 'http://127.0.0.1:1', 'sk').verify('r')).rejects.toMatchObject({
    reason: 'unreachable',
  })
})

test('survives every failure of Paystack on the way to a checkout, without a second charge', async () => {
  const references: string[] = []
  let handler: Handler = (_, response) => json(response, 503, {})
  const PAYSTACK_API_URL = await standInFor((request, response, body) => {
    if (request.method === 'POST') references.push((JSON.parse(body) as { reference: string }).reference)
    handler(request, response, body)
  })
  const environment = readEnvironment({ PAYSTACK_SECRET_KEY: 'sk_test_12345678', PAYSTACK_API_URL })
  const server = await startServer({ port: 0, dataDir: 'memory', environment })
  onTestFinished(() => server.close())
  const client = await logIn(server.url, 'client@example.com')
  const { id } = await newBooking(client, await logIn(server.url, 'provider@example.com'))
  const pay = () => client.post(`/api/book-service/${id}/pay`, { callbackUrl: '/' })
  const opened: Handler = (_, response, body) => {
    const { reference } = JSON.parse(body) as { reference: string }
    json(response, 200, {
      status: true,
      data: { authorization_url: `https://checkout.example/${reference}`, reference },
    })
  }

  // The outcome is unknown: the same reference is tried again, so that it can't be charged twice.
  const failed = await pay()
  expect([failed.status, failed.headers.get('retry-after')]).toEqual([502, '5'])
  handler = opened
  const paid = await pay()
  expect(paid.body.authorizationUrl).toBe(`https://checkout.example/${paid.body.reference}`)
  expect(references).toEqual([paid.body.reference, paid.body.reference])

  // Refused: there never was a checkout, and the booking has no payment.
  const other = await newBooking(client, await logIn(server.url, 'provider@example.com'))
  handler = (_, response) => json(response, 400, { status: false, message: 'Currency not supported' })
  const refused = await client.post(`/api/book-service/${other.id}/pay`, { callbackUrl: '/' })
  expect([refused.status, refused.body.detail]).toEqual([
    502,
    'Paystack answered 400: Currency not supported. Nothing was changed; try again in a moment.',
  ])
  expect((await client.get(`/api/bookings/${other.id}`)).body.booking.payment).toBeNull()

  // Nobody can be asked: the database's word stands, and the answer says so.
  handler = (_, response) => json(response, 503, {})
  expect((await client.post('/api/payment/verify', { reference: paid.body.reference })).status).toBe(502)
  const sync = await client.get('/api/bookings/sync?force=1')
  expect([sync.status, (sync.body['metadata'] as { unverified: number }).unverified > 0]).toEqual([200, true])
  expect((await client.get('/sandbox/checkout/seed-001')).status).toBe(404)
})
