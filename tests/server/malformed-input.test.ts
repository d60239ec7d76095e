import * as fc from 'fast-check'
import { expect } from 'vitest'
import { listenTo } from './event-client.ts'
import { nobody, test } from './test-with-server.ts'
import type { Answer, Person } from './person.ts'

/** What parsers and databases have tripped over. */
// prettier-ignore
const traps = [
  '', '0', '-1', '1.5', '1e3', 'NaN', 'null', '\0', '1\0', '%', '%00', '%ff', '%E0%A4%A', '..', '../..', '__proto__',
  '9223372036854775808', '99999999999999999999', "1' or '1'='1", '1;drop table users', 'constructor', '\ud800', '🧨',
  '2027-02-30T00:00:00Z', '9999-99-99T99:99:99Z', '+275760-09-13T00:00:00Z', 'sync', '1,2,,3', ','.repeat(200),
]
const nasty = fc.oneof(fc.constantFrom(...traps), fc.string({ unit: 'binary', maxLength: 60 }))

/** Every endpoint, with what it expects: most of it must be right, or nothing gets past the first check. */
const scheduledAt = new Date(Date.now() + 86_400_000).toISOString()
const operations: readonly (readonly [string, Record<string, string>?])[] = [
  ['GET /api/auth/me'],
  ['GET /api/bookings', { status: 'PENDING' }],
  ['GET /api/bookings/my-bookings'],
  ['GET /api/bookings/sync', { force: 'true', includePaymentStatus: 'true' }],
  ['GET /api/bookings/:id'],
  ['GET /api/bookings/:id/history'],
  ['GET /api/payment/verify', { reference: 'seed-001' }],
  ['GET /api/payment/verify', { bookingId: '1' }],
  ['GET /api/payments', { bookingIds: '1,2' }],
  ['GET /api/services'],
  ['GET /api/services/:id'],
  ['GET /api/health'],
  ['GET /api/settings'],
  ['GET /api/:id'],
  ['GET /:id'],
  ['GET /sandbox/checkout/:id'],
  ['GET /sandbox/paystack/transaction/verify/:id'],
  ['GET /sandbox/conditions'],
  ['POST /api/auth/login', { email: 'nobody@example.com', password: 'wrong' }],
  ['POST /api/bookings', { serviceId: '1', scheduledAt, note: 'a note' }],
  ['POST /api/payment/verify', { reference: 'seed-001' }],
  ['POST /api/payment/webhook', { event: 'charge.success', data: 'none' }],
  ['POST /api/book-service/:id/pay', { callbackUrl: '/dashboard' }],
  ['POST /api/book-service/20/pay', { callbackUrl: '/dashboard' }],
  ['POST /api/book-service/:id/accept'],
  ['POST /api/book-service/:id/start'],
  ['POST /api/book-service/:id/complete'],
  ['POST /api/book-service/:id/release-payment'],
  ['POST /api/book-service/:id/cancel'],
  ['POST /api/book-service/1/:id'],
  ['POST /sandbox/checkout/:id', { outcome: 'abandon' }],
  ['POST /sandbox/checkout/seed-001', { outcome: 'abandon' }],
  ['PUT /sandbox/conditions', { api: 'normal' }],
  ['POST /sandbox/paystack/transaction/initialize', { email: 'a@example.com', amount: '100' }],
]

/** In ms: hundreds of requests on a machine that may have other things to do. */
const timeout = 240_000

const mostly = <Value>(right: Value, wrong: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: wrong })
const id = fc.oneof(nasty, fc.constantFrom('1', '2', '20'))
const header = fc.oneof(fc.string({ maxLength: 40 }), fc.constantFrom('*', '"', 'W/', ',,,', '"a", "b', 'k'))

function fieldsAround(right: Record<string, string>): fc.Arbitrary<Record<string, unknown>> {
  const each = Object.entries(right).map(
    ([name, value]) => [name, mostly<unknown>(value, fc.oneof(nasty, fc.jsonValue()))] as const,
  )
  return fc.record(Object.fromEntries(each), { requiredKeys: [], noNullPrototype: true })
}

const request = (method: string, path: string, type: string, right: Record<string, string>) =>
  fc.record({
    method: mostly(method, fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS')),
    path: id.map((text) => path.replace(':id', inPath(text))),
    fields: fieldsAround(right),
    raw: fc.option(
      fc.oneof(nasty, fc.constantFrom('[', '['.repeat(30_000), `{"note":"${'x'.repeat(70_000)}"}`, '\ufeff{}', '[]')),
      { nil: undefined, freq: 8 },
    ),
    type: mostly<string | undefined>(type, fc.constantFrom('text/plain', 'multipart/form-data', 'a/b;c', undefined)),
    headers: fc.dictionary(
      fc.constantFrom('idempotency-key', 'if-none-match', 'origin', 'x-paystack-signature', 'cookie'),
      header,
      { maxKeys: 1, noNullPrototype: true },
    ),
  })

/** Some of what is nasty is so only if it is not encoded. */
const inPath = (text: string): string => (/%|\.\.|[?#/\\]/.test(text) ? text : encoded(text))

type Sent = ReturnType<typeof request> extends fc.Arbitrary<infer Value> ? Value : never

async function send(client: Person, { method, path, fields, raw, type, headers }: Sent): Promise<void> {
  const carries = method !== 'GET' && method !== 'HEAD'
  const asForm = raw ?? encodedQuery(fields)
  const url = carries ? path : `${path}?${asForm}`
  const body = type?.includes('form') ? asForm : (raw ?? JSON.stringify(fields))
  const all = { ...headers, ...(carries && type !== undefined ? { 'content-type': type } : {}) }
  if (!isSendable(url, all)) return
  judge(await client.send(url, { method, headers: all, ...(carries ? { body } : {}) }), method, url)
}

for (const [operation, right = {}] of operations) {
  const [method = '', path = ''] = operation.split(' ')
  const type = path.startsWith('/sandbox/checkout') ? 'application/x-www-form-urlencoded' : 'application/json'

  // A wrong password costs a quarter of a second of a processor.
  const runs = operation.endsWith('/login') ? 10 : 40
  test(`${operation} (${Object.keys(right).join()}) answers whatever it is sent`, { timeout }, async ({ client }) => {
    const arbitrary = request(method, path, type, right)
    await fc.assert(
      fc.asyncProperty(arbitrary, (sent) => send(client, sent)),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? runs) },
    )
    const plain: Sent = { method, path: path.replace(':id', '1'), fields: right, raw: undefined, type, headers: {} }
    const fields = Object.keys(right).flatMap((name) => traps.map((trap) => ({ ...right, [name]: trap })))
    const paths = path.includes(':id') ? traps.map((trap) => path.replace(':id', inPath(trap))) : []
    await Promise.all(fields.map((each) => send(client, { ...plain, fields: each })))
    await Promise.all(paths.map((each) => send(client, { ...plain, path: each })))
  })
}

/** Never a failure of ours; a refusal is a problem in its proper form. */
function judge({ status, headers }: Answer, method: string, url: string): void {
  expect([method, url, status < 500]).toEqual([method, url, true])
  if (status < 400 || method === 'HEAD' || url.startsWith('/sandbox/paystack')) return
  const form = new URL(url, 'http://localhost').pathname === '/api/bookings/sync' ? 'json' : 'problem+json'
  expect([url, headers.get('content-type')]).toEqual([url, `application/${form}`])
}

/** What the client itself refuses to send needs no answer. */
function isSendable(path: string, headers: Record<string, string>): boolean {
  try {
    // A longer one is refused by Node before it reaches us.
    return new URL(`http://localhost${path}`).href.length < 8_000 && [...new Headers(headers)].length >= 0
  } catch {
    return false
  }
}

/** Half a character has no encoding. */
const encoded = (text: string): string => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '�'))

const encodedQuery = (fields: Record<string, unknown>): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name}=${encoded(typeof value === 'string' ? value : JSON.stringify(value))}`)
    .join('&')

test('answers whatever place a browser wants to resume from', async ({ server, client }) => {
  const resume = async (lastEventId: string, byHeader: boolean): Promise<void> => {
    const query = byHeader ? '' : `?lastEventId=${encoded(lastEventId)}`
    // No client sends anything else in a header.
    if (byHeader && !/^[\x21-\x7e]+$/.test(lastEventId)) return
    const stream = await listenTo(server.url, client.cookie, { query, ...(byHeader ? { lastId: lastEventId } : {}) })
    expect([lastEventId, stream.status]).toEqual([lastEventId, 200])
    expect((await stream.until(() => true)).event).toMatch(/^(ready|reset|invalidate)$/)
    stream.close()
  }
  for (const trap of traps) for (const byHeader of [true, false]) await resume(trap, byHeader)
  await fc.assert(fc.asyncProperty(nasty, fc.boolean(), resume), { numRuns: 40 })
  expect((await client.get('/api/events?lastEventId=1&lastEventId=2')).status).toBe(422)
})

test('knows every endpoint that there is', ({ server }) => {
  const elsewhere = ['GET /api/events', 'POST /api/auth/logout', 'GET /sandbox/checkout/checkout.css']
  const known = new Set([...operations.map(([operation]) => operation.replaceAll('/:id', '/*')), ...elsewhere])
  const missing = server.routes.filter((route) => !known.has(route.replace(/\/:(id|reference)/g, '/*')))
  expect(missing).toEqual([])
})

test('names the field and the value in one line, and never repeats a password', async ({ server, client }) => {
  const of = async (body: unknown) => {
    const { status, body: answer } = await client.post('/api/auth/login', body)
    return [status, answer.detail]
  }
  expect(await of({ email: 'a@example.com' })).toEqual([422, 'password is missing.'])
  expect(await of({ email: 7, password: 'x' })).toEqual([422, 'email is 7; it must be a string.'])
  expect(await of({ email: 'a', password: ['hunter2'] })).toEqual([
    422,
    'password is not acceptable; it must be a string.',
  ])
  expect(await of('text')).toEqual([422, 'The body must be an object.'])
  const raw = (body: string, type = 'application/json') =>
    nobody(server).send('/api/auth/login', { method: 'POST', body, headers: { 'content-type': type } })
  expect((await raw('{')).body.detail).toBe('The body is not JSON.')
  expect((await raw('{}', 'text/plain')).status).toBe(415)
  expect((await raw('x'.repeat(70_000))).status).toBe(413)
})

test('says what a path is for when it is asked otherwise', async ({ client }) => {
  const { status, headers } = await client.send('/api/auth/login', { method: 'PUT' })
  expect([status, headers.get('allow')]).toEqual([405, 'POST'])
  expect((await client.send('/api/nothing', { method: 'PUT' })).status).toBe(404)
})
