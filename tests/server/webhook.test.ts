import * as fc from 'fast-check'
import { expect, test as base, vi } from 'vitest'
import { readEnvironment } from '../../app/server/environment.ts'
import { signatureOf } from '../../app/server/paystack/signature.ts'
import { startServer } from '../../app/server/start.ts'
import { api, logIn, newBooking, type Answer, type Person } from './person.ts'
import { standIn } from './stand-in.ts'
import { testDatabase } from './test-database.ts'
import type { HistoryEntry } from '../../shared/domain.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const key = 'sk_test_12345678'

interface Shop {
  readonly client: Person
  /** A booking whose checkout is open. */
  readonly payable: () => Promise<{ id: string; reference: string }>
  /** What Paystack would send, signed as it would be. */
  readonly deliver: (body: string | Uint8Array<ArrayBuffer>, signature?: string) => Promise<Answer>
}

/** A server that believes it speaks to the real Paystack, whose key the test knows. */
const test = base.extend<{ $file: { shop: Shop } }>({
  shop: [
    // oxlint-disable-next-line no-empty-pattern -- Vitest reads what a fixture needs from this pattern
    async ({}, use) => {
      const paystack = await standIn((_, response, body) => {
        const { reference } = JSON.parse(body) as { reference: string }
        const data = { authorization_url: `https://checkout.example/${reference}`, reference }
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ status: true, data }))
      })
      const own = await testDatabase()
      const environment = readEnvironment({
        DATABASE_URL: own.url,
        PAYSTACK_SECRET_KEY: key,
        PAYSTACK_API_URL: paystack.url,
        RATE_LIMIT: '9999999',
      })
      const server = await startServer({ port: 0, dataDir: 'memory', environment })
      const client = await logIn(server.url, 'client@example.com')
      const provider = await logIn(server.url, 'provider@example.com')
      await use({
        client,
        payable: async () => {
          const { id } = await newBooking(client, provider)
          const { body } = await client.post(`/api/book-service/${id}/pay`, { callbackUrl: '/' })
          return { id, reference: body.reference }
        },
        deliver: (body, signature = signatureOf(body, key)) =>
          api(server.url).send('/api/payment/webhook', {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'x-paystack-signature': signature },
            body,
          }),
      })
      await server.close()
      await own.drop()
      paystack.close()
    },
    { scope: 'file' },
  ],
})

const paid = { event: 'charge.success', data: { status: 'success', amount: 85_000, currency: 'ZAR' } }
const declined = { event: 'charge.failed', data: { status: 'failed', amount: 85_000, currency: 'ZAR' } }
const others = [
  { event: 'charge.success', data: { status: 'success', amount: 84_999, currency: 'ZAR' } },
  { event: 'charge.success', data: { status: 'success', amount: 85_000, currency: 'USD' } },
  { event: 'charge.success', data: { status: 'abandoned', amount: 85_000, currency: 'ZAR' } },
  { event: 'charge.failed', data: { status: 'reversed', amount: 85_000, currency: 'ZAR' } },
  { event: 'refund.processed', data: { status: 'success', amount: 85_000, currency: 'ZAR' } },
]

test('comes to the same end in whatever order events come, how often, and how many at once', async ({ shop }) => {
  const { client, payable, deliver } = shop
  const events = fc.array(fc.constantFrom(paid, declined, ...others), { minLength: 1, maxLength: 7 })
  await fc.assert(
    fc.asyncProperty(events, fc.boolean(), async (sequence, atOnce) => {
      const { id, reference } = await payable()
      const send = (event: typeof paid) =>
        deliver(JSON.stringify({ ...event, data: { ...event.data, reference, paid_at: '2026-01-01T00:00:00Z' } }))
      const answers: Answer[] = []
      if (atOnce) answers.push(...(await Promise.all(sequence.map(send))))
      else for (const event of sequence) answers.push(await send(event))
      expect(answers.map(({ status }) => status)).toEqual(sequence.map(() => 200))

      const { booking } = (await client.get(`/api/bookings/${id}`)).body
      const ended = sequence.some(({ data }) => data.status === 'failed' || data.status === 'reversed')
      const expected = sequence.includes(paid) ? 'ESCROW' : ended ? 'FAILED' : 'PENDING'
      expect(booking.payment?.status).toBe(expected)
      expect(booking.status).toBe(expected === 'ESCROW' ? 'PENDING_EXECUTION' : 'CONFIRMED')
      // Each step once: nothing is paid twice, and nothing leads back from money that arrived.
      const { history } = (await client.get(`/api/bookings/${id}/history`)).body as unknown as {
        history: HistoryEntry[]
      }
      const steps = history.filter(({ subject }) => subject === 'payment').map(({ after }) => after)
      expect(new Set(steps).size).toBe(steps.length)
      expect(steps.at(-1)).toBe(expected)
    }),
    { numRuns: 25 },
  )
})

test('is harmed by nothing that is signed, whatever it says', async ({ shop }) => {
  const { client, payable, deliver } = shop
  const { id, reference } = await payable()
  const before = (await client.get(`/api/bookings/${id}`)).body.booking
  const field = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom<unknown>('success', reference, '\0', '🧨', 85_000, 1e300, -1, 'ZAR'),
  )
  const data = fc.record(
    { status: field, reference: fc.oneof(fc.constant('no-such'), field), amount: field, paid_at: field },
    { requiredKeys: [], noNullPrototype: true },
  )
  const event = fc.oneof(fc.constantFrom('charge.success', 'charge.failed', 'transfer.success'), fc.string())
  const body = fc.oneof(
    fc
      .record({ event, data: fc.oneof(data, fc.jsonValue()) }, { noNullPrototype: true })
      .map((each) => JSON.stringify(each)),
    fc.jsonValue().map((each) => JSON.stringify(each)),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => new Uint8Array(bytes)),
  )
  await fc.assert(
    fc.asyncProperty(body, async (sent) => {
      const { status } = await deliver(sent)
      expect([200, 400, 422]).toContain(status)
    }),
    { numRuns: 300 },
  )
  // Without a currency nothing was ever the right money.
  expect((await client.get(`/api/bookings/${id}`)).body.booking).toEqual(before)
})

test('believes nothing with the signature of another body, key or length', async ({ shop }) => {
  const { client, payable, deliver } = shop
  const { id, reference } = await payable()
  const body = JSON.stringify({ ...paid, data: { ...paid.data, reference } })
  const right = signatureOf(body, key)
  const forged = fc.oneof(
    fc.constantFrom(
      '',
      right.slice(1),
      `${right}0`,
      right.toUpperCase(),
      signatureOf(`${body} `, key),
      signatureOf(body, `${key}9`),
    ),
    fc.uint8Array({ minLength: 64, maxLength: 64 }).map((bytes) => Buffer.from(bytes).toString('hex')),
  )
  await fc.assert(
    fc.asyncProperty(forged, async (signature) => {
      expect((await deliver(body, signature)).status).toBe(401)
    }),
    { numRuns: 40 },
  )
  expect((await client.get(`/api/bookings/${id}`)).body.booking.payment?.status).toBe('PENDING')
  expect((await deliver(body)).status).toBe(200)
  expect((await client.get(`/api/bookings/${id}`)).body.booking.payment?.status).toBe('ESCROW')
})
