import { createHmac } from 'node:crypto'
import { expect } from 'vitest'
import { newBooking, openCheckout, press } from './person.ts'
import { nobody, test, type TestServer } from './test-with-server.ts'

/** What Paystack's webhooks looked like on the wire while `act` ran, and whether they got through. */
async function webhooksDuring(server: TestServer, act: () => Promise<unknown>, through = true) {
  const seen: { body: string; signature: string }[] = []
  server.between = async (c, next) => {
    if (!c.req.path.endsWith('/webhook')) return next()
    seen.push({ body: await c.req.text(), signature: c.req.header('x-paystack-signature') ?? '' })
    return through ? next() : c.text('lost', 503)
  }
  await act()
  server.between = undefined
  return seen
}

const deliver = (server: TestServer, { body, signature }: { body: string; signature: string }) =>
  nobody(server).send('/api/payment/webhook', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-paystack-signature': signature },
    body,
  })

test('is paid in the sandbox: checkout, webhook, and back to the page', async ({ server, client, provider }) => {
  const { id } = await newBooking(client, provider)
  const opened = await client.post(`/api/book-service/${id}/pay`, { callbackUrl: '/dashboard?tab=1' })
  const { authorizationUrl, reference } = opened.body
  expect(opened.body).toEqual({ success: true, authorizationUrl, reference })
  expect(opened.headers.get('cache-group-invalidation')).toBe(`"booking:${id}", "bookings", "payment:${reference}"`)

  const page = await fetch(authorizationUrl)
  const html = await page.text()
  expect(html).toContain('R')
  for (const button of ['Pay', 'Fail', 'Abandon']) expect(html).toMatch(new RegExp(`<button[^>]*>${button}`))
  expect(page.headers.get('content-security-policy')).toContain("default-src 'self'")

  const pending = await client.get(`/api/payment/verify?bookingId=${id}`)
  expect(pending.body).toMatchObject({ success: true, payment: { reference, status: 'PENDING', paidAt: null } })
  const back = await press('pay', authorizationUrl)
  expect(back.href).toBe(
    `${server.url}/dashboard?tab=1&payment=success&booking=${id}&reference=${reference}&trxref=${reference}`,
  )
  const paid = (await client.get(`/api/payment/verify?reference=${reference}`)).body
  expect(paid.payment).toMatchObject({ bookingId: id, status: 'ESCROW', amount: 85_000, currency: 'ZAR' })
  expect(paid.payment?.paidAt).toMatch(/Z$/)
  expect(paid.booking).toMatchObject({ id, status: 'PENDING_EXECUTION', payment: paid.payment })
})

test('comes back failed or abandoned, and only the abandoned checkout stays open', async ({ client, provider }) => {
  const { id } = await newBooking(client, provider)
  const first = await openCheckout(client, id)
  expect((await press('abandon', first.authorizationUrl)).searchParams.get('payment')).toBe('abandoned')
  expect(await openCheckout(client, id)).toEqual(first)

  expect((await press('fail', first.authorizationUrl)).searchParams.get('payment')).toBe('failed')
  expect((await client.get(`/api/payment/verify?bookingId=${id}`)).body.payment?.status).toBe('FAILED')
  const second = await openCheckout(client, id)
  expect(second.reference).not.toBe(first.reference)
  await press('pay', second.authorizationUrl)
  expect((await client.get(`/api/payment/verify?bookingId=${id}`)).body.payment).toMatchObject({
    reference: second.reference,
    status: 'ESCROW',
  })
})

test('opens one checkout however many tabs pay at once', async ({ server, client, provider }) => {
  const { id } = await newBooking(client, provider)
  const opened = await Promise.all(Array.from({ length: 6 }, () => openCheckout(client, id)))
  expect(new Set(opened.map(({ authorizationUrl }) => authorizationUrl)).size).toBe(1)
  const rows = await server.database.query('select 1 from payments where booking_id = $1', [id])
  expect(rows).toHaveLength(1)
})

test('is not paid twice', async ({ client, provider }) => {
  const { id } = await newBooking(client, provider)
  await press('pay', (await openCheckout(client, id)).authorizationUrl)
  const { status, body } = await client.post(`/api/book-service/${id}/pay`, { callbackUrl: '/' })
  expect([status, body.detail]).toEqual([409, `Booking ${id} is paid already: its payment is ESCROW.`])
})

test('sends the client nowhere but back to its own origin', async ({ client, provider }) => {
  const { id } = await newBooking(client, provider)
  for (const callbackUrl of [
    'https://evil.example/',
    '//evil.example',
    'javascript:alert(1)',
    'http://',
    '/\\evil.example',
  ]) {
    const { status, body } = await client.post(`/api/book-service/${id}/pay`, { callbackUrl })
    expect([callbackUrl, status, body['field']]).toEqual([callbackUrl, 422, 'callbackUrl'])
  }
  expect((await client.get(`/api/bookings/${id}`)).body.booking.payment).toBeNull()
})

test('takes a webhook once, however often it comes', async ({ server, client, provider }) => {
  const { id } = await newBooking(client, provider)
  const { authorizationUrl } = await openCheckout(client, id)
  const [webhook = { body: '', signature: '' }] = await webhooksDuring(server, () => press('pay', authorizationUrl))
  const before = (await client.get(`/api/bookings/${id}`)).body.booking
  expect(before.payment?.status).toBe('ESCROW')
  const replays = await Promise.all(Array.from({ length: 5 }, () => deliver(server, webhook)))
  expect(replays.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
  expect((await client.get(`/api/bookings/${id}`)).body.booking).toEqual(before)
})

test('believes no webhook that Paystack did not sign', async ({ server, client, provider }) => {
  const { id } = await newBooking(client, provider)
  const { authorizationUrl } = await openCheckout(client, id)
  const [webhook = { body: '', signature: '' }] = await webhooksDuring(
    server,
    () => press('pay', authorizationUrl),
    false,
  )
  const { body } = webhook
  const forged = [
    { body, signature: '' },
    { body, signature: 'ü' },
    { body, signature: createHmac('sha512', 'sk_guessed').update(body).digest('hex') },
    { body: body.replace('"ZAR"', '"USD"'), signature: webhook.signature },
    { body: `${body} `, signature: webhook.signature },
    { body, signature: webhook.signature.slice(0, -1) },
  ]
  for (const each of forged.filter(({ signature }) => signature !== 'ü')) {
    expect((await deliver(server, each)).status).toBe(401)
  }
  expect((await client.get(`/api/payment/verify?bookingId=${id}`)).body.payment?.status).toBe('PENDING')
  expect((await deliver(server, webhook)).status).toBe(200)
  expect((await client.get(`/api/payment/verify?bookingId=${id}`)).body.payment?.status).toBe('ESCROW')
})

test('asks Paystack at once when the webhook got lost', async ({ server, client, provider }) => {
  const { id } = await newBooking(client, provider)
  const { authorizationUrl, reference } = await openCheckout(client, id)
  await webhooksDuring(server, () => press('pay', authorizationUrl), false)
  const { status, headers, body } = await client.post('/api/payment/verify', { reference })
  expect(status).toBe(200)
  expect(body).toMatchObject({ success: true, payment: { reference, status: 'ESCROW' }, booking: { id } })
  expect(body['recovery']).toBeUndefined()
  expect(headers.get('cache-group-invalidation')).toBe(`"payment:${reference}", "booking:${id}", "bookings"`)
})

test('does not call paid what was paid with another amount or currency', async ({ server, client, provider }) => {
  for (const change of [`amount = amount - 1`, `currency = 'NGN'`]) {
    const { id } = await newBooking(client, provider)
    const { authorizationUrl, reference } = await openCheckout(client, id)
    await server.database.query(`update sandbox_transactions set ${change} where reference = $1`, [reference])
    await press('pay', authorizationUrl)
    const { body } = await client.post('/api/payment/verify', { reference })
    expect(body).toMatchObject({ payment: { status: 'PENDING' }, recovery: { needed: true } })
  }
})

test('never denies money that arrives after a cancellation, and says that it must go back', async ({
  client,
  provider,
}) => {
  const { id } = await newBooking(client, provider)
  const { authorizationUrl, reference } = await openCheckout(client, id)
  await client.post(`/api/book-service/${id}/cancel`)
  await press('pay', authorizationUrl)
  const { body } = await client.post('/api/payment/verify', { reference })
  expect(body).toMatchObject({
    payment: { status: 'ESCROW' },
    booking: { status: 'CANCELLED' },
    recovery: { needed: true },
  })
})

test('does not lose a payment to an older word of Paystack', async ({ server, client, provider }) => {
  const { id } = await newBooking(client, provider)
  const first = await openCheckout(client, id)
  const [failed = { body: '', signature: '' }] = await webhooksDuring(server, () =>
    press('fail', first.authorizationUrl),
  )
  await press('pay', (await openCheckout(client, id)).authorizationUrl)
  expect((await deliver(server, failed)).status).toBe(200)
  expect((await client.get(`/api/payment/verify?bookingId=${id}`)).body.payment?.status).toBe('ESCROW')
})

test('keeps a payment whose money went back, and says that somebody must see to it', async ({
  server,
  client,
  provider,
}) => {
  const { id } = await newBooking(client, provider)
  const { authorizationUrl, reference } = await openCheckout(client, id)
  await press('pay', authorizationUrl)
  // The sandbox has no button for it.
  await server.database.query(`alter table sandbox_transactions drop constraint sandbox_transactions_status_check`)
  await server.database.query(`update sandbox_transactions set status = 'reversed' where reference = $1`, [reference])
  const { body } = await client.post('/api/payment/verify', { reference })
  expect(body).toMatchObject({ payment: { status: 'ESCROW' }, recovery: { needed: true } })
})

test('tells of many payments at once, in the order asked', async ({ client }) => {
  const { body } = await client.get('/api/payments?bookingIds=4,2,999999,1')
  expect(body.payments.map(({ booking }) => booking.id)).toEqual(['4', '2', '1'])
  expect(body.payments.map(({ payment }) => payment?.status)).toEqual([undefined, 'ESCROW', 'PENDING'])
  expect(body.payments[0]?.payment).toBeNull()
})

test('says the same of a payment among many as alone, to the letter', async ({ client }) => {
  const text = async (path: string) => JSON.stringify((await client.get(path)).body)
  const [one, other] = await Promise.all([1, 4].map((id) => text(`/api/payment/verify?bookingId=${id}`)))
  expect(await text('/api/payments?bookingIds=1,4')).toBe(`{"success":true,"payments":[${one},${other}]}`)
})

test('tells of at most 100 payments at once, and only of what may be an id', async ({ client }) => {
  const ids = (count: number) => Array.from({ length: count }, (_, at) => at + 1).join()
  expect((await client.get(`/api/payments?bookingIds=${ids(100)}`)).status).toBe(200)
  for (const bad of [ids(101), '1,', '1,x', '']) {
    const { status, body } = await client.get(`/api/payments?bookingIds=${bad}`)
    expect(status).toBe(422)
    expect(body.detail).toMatch(/^bookingIds is ".*; it must be 1 to 100 ids with commas between, such as "7,12"\.$/)
  }
})

test('wants to know which payment is meant', async ({ client }) => {
  const details = await Promise.all(
    ['', '?reference=a&bookingId=1', '?bookingId=x', '?reference=a%20b', '?bookingId=1&bookingId=2'].map(
      async (query) => {
        const { status, body } = await client.get(`/api/payment/verify${query}`)
        return `${status} ${body.detail}`
      },
    ),
  )
  expect(details).toEqual([
    '422 The query must name either reference or bookingId.',
    '422 The query must name either reference or bookingId.',
    '422 bookingId is "x"; it must be an id such as "7".',
    '422 reference is "a b"; it must be a payment reference: letters, digits, "-", "." and "=".',
    '422 bookingId is a list; it must be a string.',
  ])
})

test('opens the sandbox to nobody without its key', async ({ server }) => {
  const answer = await nobody(server).get('/sandbox/paystack/transaction/verify/seed-001')
  expect([answer.status, answer.body]).toEqual([401, { status: false, message: 'Invalid key' }])
})
