import { expect } from 'vitest'
import { newBooking, openCheckout, press } from './person.ts'
import { nobody, test } from './test-with-server.ts'

test('starts with sixty bookings over every status, shared by two clients and one provider', async ({
  client,
  stranger,
  provider,
}) => {
  const lists = await Promise.all([client, stranger, provider].map((person) => person.get('/api/bookings/my-bookings')))
  const [mine = [], theirs = [], all = []] = lists.map(({ body }) =>
    body.bookings.filter(({ note }) => note !== 'a test'),
  )
  expect(all).toHaveLength(68)
  expect(mine.length).toBeGreaterThanOrEqual(30)
  expect(mine.length + theirs.length).toBe(68)
  expect(new Set(all.map(({ status }) => status)).size).toBe(7)
  expect(new Set(all.map(({ payment }) => payment?.status)).size).toBe(7)
  expect(mine.some(({ payment }) => payment?.status === 'PENDING')).toBe(true)
})

test('lists bookings with service, parties, payment and review inside, and no email address', async ({ client }) => {
  const { body } = await client.get('/api/bookings?status=COMPLETED')
  expect(body.bookings.every(({ status }) => status === 'COMPLETED')).toBe(true)
  expect(body.bookings.find(({ review }) => review)).toMatchObject({
    client: { id: '1', name: 'Thandi Nkosi' },
    provider: { id: '3', name: 'Naledi Home Services' },
    service: { currency: 'ZAR', price: expect.any(Number) as number },
    payment: { status: expect.stringMatching('RELEASED|COMPLETED') as string, version: 1 },
    review: { rating: expect.any(Number) as number },
  })
  expect(JSON.stringify(body)).not.toContain('@')
})

test('makes a booking at the price of the service and says where it is', async ({ client }) => {
  const scheduledAt = new Date(Date.now() + 3_600_000).toISOString()
  const { status, headers, body } = await client.post('/api/bookings', { serviceId: '3', scheduledAt, note: 'a test' })
  expect(status).toBe(201)
  expect(headers.get('location')).toBe(`/api/bookings/${body.booking.id}`)
  expect(headers.get('cache-group-invalidation')).toBe(`"booking:${body.booking.id}", "bookings"`)
  expect(body.booking).toMatchObject({ status: 'PENDING', scheduledAt, amount: 45_000, currency: 'ZAR', version: 1 })
  expect((await client.get(headers.get('location') ?? '')).body.booking).toEqual(body.booking)
})

test('lets only clients book, only what there is, and only ahead', async ({ client, provider }) => {
  const scheduledAt = new Date(Date.now() + 3_600_000).toISOString()
  expect((await provider.post('/api/bookings', { serviceId: '1', scheduledAt })).status).toBe(403)
  const wrong = await Promise.all([
    client.post('/api/bookings', { serviceId: '999', scheduledAt }),
    client.post('/api/bookings', { serviceId: '1', scheduledAt: '2020-01-01T00:00:00Z' }),
    client.post('/api/bookings', { serviceId: '1' }),
    client.post('/api/bookings', { serviceId: '1', scheduledAt, status: 'COMPLETED' }),
  ])
  expect(wrong.map(({ status, body }) => [status, body.detail])).toEqual([
    [422, 'serviceId is "999"; there is no such service.'],
    [422, expect.stringMatching(/^scheduledAt is "2020-01-01T00:00:00Z"; it must be a time within/)],
    [422, 'scheduledAt is missing.'],
    [422, 'status is "COMPLETED"; it is unknown here.'],
  ])
})

test('leads a booking from the first request to the released payment, one version at a time', async ({
  client,
  provider,
}) => {
  const { id } = await newBooking(client)
  const act = async (person: typeof client, action: string) =>
    (await person.post(`/api/book-service/${id}/${action}`)).body.booking
  expect(await act(provider, 'accept')).toMatchObject({ status: 'CONFIRMED', version: 2, payment: null })
  const { authorizationUrl } = await openCheckout(client, id)
  await press('pay', authorizationUrl)
  expect(await act(provider, 'start')).toMatchObject({
    status: 'IN_PROGRESS',
    version: 4,
    payment: { status: 'ESCROW' },
  })
  expect(await act(provider, 'complete')).toMatchObject({ status: 'AWAITING_CONFIRMATION', version: 5 })
  const { status, headers, body } = await client.post(`/api/book-service/${id}/release-payment`)
  expect([status, body.success]).toEqual([200, true])
  expect(body.booking).toMatchObject({ status: 'COMPLETED', version: 6, payment: { status: 'RELEASED' } })
  expect(headers.get('cache-group-invalidation')).toBe(
    `"booking:${id}", "bookings", "payment:${body.booking.payment?.reference}"`,
  )
})

test('refuses a step that the state does not allow, and says what is allowed', async ({ client, provider }) => {
  const { id } = await newBooking(client)
  const { status, body } = await provider.post(`/api/book-service/${id}/start`)
  expect([status, body.detail, body['state'], body['allowed']]).toEqual([
    409,
    `Booking ${id} is PENDING; to start it must be PENDING_EXECUTION. Allowed now: accept, cancel.`,
    'PENDING',
    ['accept', 'cancel'],
  ])
  expect((await client.get(`/api/bookings/${id}`)).body.booking).toMatchObject({ status: 'PENDING', version: 1 })
})

test('leaves each step to the party whose it is', async ({ client, provider }) => {
  const { id } = await newBooking(client)
  expect(await client.post(`/api/book-service/${id}/accept`)).toMatchObject({
    status: 403,
    body: { detail: `Only the provider of booking ${id} can accept.` },
  })
  await provider.post(`/api/book-service/${id}/accept`)
  expect((await provider.post(`/api/book-service/${id}/pay`, { callbackUrl: '/' })).status).toBe(403)
})

test('cancels before the payment, which is withdrawn, and not after', async ({ client, provider }) => {
  const { id } = await newBooking(client, provider)
  await openCheckout(client, id)
  const cancelled = await client.post(`/api/book-service/${id}/cancel`)
  expect(cancelled.body.booking).toMatchObject({ status: 'CANCELLED', payment: { status: 'FAILED' } })

  const paid = await newBooking(client, provider)
  await press('pay', (await openCheckout(client, paid.id)).authorizationUrl)
  const { status, body } = await client.post(`/api/book-service/${paid.id}/cancel`)
  expect([status, body['state']]).toEqual([409, 'PENDING_EXECUTION'])
})

test('executes one of many simultaneous steps', async ({ client, provider }) => {
  const { id } = await newBooking(client)
  const answers = await Promise.all(Array.from({ length: 8 }, () => provider.post(`/api/book-service/${id}/accept`)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(7)
  expect((await client.get(`/api/bookings/${id}`)).body.booking.version).toBe(2)
})

test('has its rules in the database too, whatever the code above it does', async ({ server, client, provider }) => {
  const { id } = await newBooking(client, provider)
  const { authorizationUrl, reference } = await openCheckout(client, id)
  await press('pay', authorizationUrl)
  const refused = (sql: string, code = '23514') =>
    expect(server.database.query(sql, [sql.includes('payments') ? reference : id])).rejects.toMatchObject({ code })
  await refused(`update payments set status = 'PENDING', paid_at = null where reference = $1`)
  await refused(`update payments set status = 'FAILED', paid_at = null where reference = $1`)
  await refused(`update payments set status = 'COMPLETED' where reference = $1`)
  await refused(`update payments set status = 'REFUNDED' where reference = $1`)
  await refused(`update payments set amount = 1 where reference = $1`)
  await refused(`update payments set paid_at = null where reference = $1`)
  await refused(`update bookings set status = 'COMPLETED' where id = $1`)
  await refused(`update bookings set client_id = 2 where id = $1`)
  const { body } = await client.get(`/api/bookings/${id}`)
  expect(body.booking).toMatchObject({ status: 'PENDING_EXECUTION', payment: { status: 'ESCROW' } })
})

test('confirms an unchanged answer by its ETag, and not a changed one', async ({ client, provider }) => {
  for (const path of ['/api/bookings/my-bookings', '/api/bookings/:id', '/api/payment/verify?bookingId=:id']) {
    const { id } = await newBooking(client)
    const url = path.replace(':id', id)
    const first = await client.get(url)
    const tag = first.headers.get('etag') ?? ''
    expect(tag).toMatch(/^"[\w-]+"$/)
    const again = await client.get(url, { 'if-none-match': `"other", W/${tag}` })
    expect([again.status, again.body['text'], again.headers.get('etag')]).toEqual([304, '', tag])
    expect(again.headers.get('cache-control')).toBe(first.headers.get('cache-control'))
    await provider.post(`/api/book-service/${id}/accept`)
    expect((await client.get(url, { 'if-none-match': tag })).status).toBe(200)
  }
})

test('says of each answer how long it may be kept', async ({ client }) => {
  const kept = async (path: string) => (await client.get(path)).headers.get('cache-control')
  expect(await kept('/api/bookings/sync')).toBe('private, no-cache')
  expect(await kept('/api/payment/verify?bookingId=1')).toBe('private, no-cache')
  expect(await kept('/api/payments?bookingIds=1')).toBe('private, no-cache')
  expect(await kept('/api/bookings')).toBe('private')
  expect(await kept('/api/services')).toBe('public')
  expect(await kept('/api/bookings/0')).toBe('no-store')
})

test('syncs with a tag over the data, not over the time', async ({ client }) => {
  const { status, headers, body } = await client.get('/api/bookings/sync')
  expect([status, body.success]).toEqual([200, true])
  expect(body['metadata']).toMatchObject({ total: body.bookings.length, includesPaymentStatus: true, unverified: 0 })
  const again = await client.get('/api/bookings/sync')
  expect(again.headers.get('etag')).toBe(headers.get('etag'))
  expect((await client.get('/api/bookings/sync', { 'if-none-match': headers.get('etag') ?? '' })).status).toBe(304)
})

test('syncs what Paystack knows and nobody has told us', async ({ server, client, provider }) => {
  const { id } = await newBooking(client, provider)
  const { authorizationUrl } = await openCheckout(client, id)
  server.between = async (c, next) => (c.req.path.endsWith('/webhook') ? c.text('lost', 503) : next())
  await press('pay', authorizationUrl)
  server.between = undefined
  const status = async (query: string) =>
    (await client.get(`/api/bookings/sync${query}`)).body.bookings.find((each) => each.id === id)?.payment?.status
  expect(await status('?includePaymentStatus=false')).toBe('PENDING')
  expect(await status('?force=true')).toBe('ESCROW')
})

test('asks Paystack about a payment at most every 10 s, whoever asks and however much they want to', async ({
  server,
  client,
  provider,
}) => {
  const { id } = await newBooking(client, provider)
  const { reference } = await openCheckout(client, id)
  const asked = () => server.lines.filter((line) => line.includes(`/transaction/verify/${reference}"`)).length
  const sync = (person: typeof client) => person.get('/api/bookings/sync?force=true')
  await Promise.all([sync(client), sync(provider), sync(client), sync(provider)])
  expect(asked()).toBe(1)
  // Who insists is not refused, and saves the others from asking.
  await client.post('/api/payment/verify', { reference })
  await sync(client)
  expect(asked()).toBe(2)
  await server.database.query(
    `update payment_checks set checked_at = checked_at - interval '11 seconds' where reference = $1`,
    [reference],
  )
  await Promise.all([sync(client), sync(provider)])
  expect(asked()).toBe(3)
})

test('shows the catalogue to everybody', async ({ server }) => {
  const { status, headers, body } = await nobody(server).get('/api/services')
  const services = body['services'] as { id: string; name: string }[]
  expect([status, services.length]).toEqual([200, 13])
  expect(services[0]).toEqual({
    id: '1',
    name: 'Deep home cleaning',
    description: expect.any(String) as string,
    category: 'Cleaning',
    price: 85_000,
    currency: 'ZAR',
    durationMinutes: 240,
  })
  expect((await nobody(server).get('/api/services', { 'if-none-match': headers.get('etag') ?? '' })).status).toBe(304)
  expect((await nobody(server).get('/api/services/1')).body['service']).toEqual(services[0])
  expect((await nobody(server).get('/api/services/99')).status).toBe(404)
})
