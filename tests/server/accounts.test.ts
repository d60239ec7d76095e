import { expect } from 'vitest'
import { api, logIn, password } from './person.ts'
import { nobody, test } from './test-with-server.ts'

const email = 'client@example.com'

test('logs in with an HttpOnly, SameSite cookie and says who one is', async ({ server }) => {
  const { status, headers, body } = await nobody(server).post('/api/auth/login', { email, password })
  expect(status).toBe(200)
  expect(body).toEqual({ user: { id: '1', name: 'Thandi Nkosi', email, role: 'CLIENT' } })
  const [cookie = '', ...more] = headers.getSetCookie()
  expect(more).toEqual([])
  expect(cookie).toMatch(/^session=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/)
  expect(headers.get('cache-group-invalidation')).toBe('"bookings", "payments"')

  const me = await api(server.url, cookie.split(';')[0]).get('/api/auth/me')
  expect(me.body).toEqual(body)
  expect(me.headers.get('cache-control')).toBe('private, no-cache')
})

test('marks the cookie Secure when a proxy speaks https to the browser', async ({ server }) => {
  const { headers } = await nobody(server).post(
    '/api/auth/login',
    { email, password },
    { 'x-forwarded-proto': 'https' },
  )
  expect(headers.getSetCookie()[0]).toContain('; Secure')
})

test('does not tell whether an email exists', async ({ server }) => {
  const wrong = await nobody(server).post('/api/auth/login', { email, password: 'wrong' })
  const unknown = await nobody(server).post('/api/auth/login', { email: 'nobody@example.com', password: 'wrong' })
  expect([wrong.status, unknown.status]).toEqual([401, 401])
  expect(wrong.body).toEqual(unknown.body)
  expect(wrong.headers.getSetCookie()).toEqual([])
})

test('takes a new token with every login, and the former one is worth nothing', async ({ server }) => {
  const first = await logIn(server.url, email)
  const again = await first.post('/api/auth/login', { email, password })
  const second = api(server.url, again.headers.getSetCookie()[0]?.split(';')[0])
  expect(second.cookie).not.toBe(first.cookie)
  expect((await first.get('/api/auth/me')).status).toBe(401)
  expect((await second.get('/api/auth/me')).status).toBe(200)
})

test('keeps no token in the database', async ({ server, client }) => {
  const rows = await server.database.query('select * from sessions', [])
  expect(rows.length).toBeGreaterThan(0)
  expect(JSON.stringify(rows)).not.toContain(client.cookie?.split('=')[1])
})

test('logs out once and for all', async ({ server }) => {
  const person = await logIn(server.url, email)
  const { status, headers, body } = await person.post('/api/auth/logout')
  expect([status, body]).toEqual([200, { success: true }])
  expect(headers.getSetCookie()[0]).toContain('Max-Age=0')
  expect((await person.get('/api/auth/me')).status).toBe(401)
  expect((await person.post('/api/auth/logout')).status).toBe(200)
})

test('ends a session when its time is over', async ({ server }) => {
  const person = await logIn(server.url, email)
  expect((await person.get('/api/auth/me')).status).toBe(200)
  await server.database.query(
    `update sessions set expires_at = now() - interval '1 second'
     where created_at = (select max(created_at) from sessions)`,
    [],
  )
  expect((await person.get('/api/auth/me')).status).toBe(401)
})

test('shows and changes nothing of anybody else: it is as if it were not there', async ({ client, stranger }) => {
  const theirs = (await stranger.get('/api/bookings')).body.bookings.find(({ payment }) => payment)
  const mine = (await client.get('/api/bookings/my-bookings')).body.bookings
  expect(theirs?.payment).toBeTruthy()
  expect(mine.map(({ id }) => id)).not.toContain(theirs?.id)
  const id = theirs?.id ?? ''
  const reference = theirs?.payment?.reference ?? ''

  const answers = await Promise.all([
    client.get(`/api/bookings/${id}`),
    client.get(`/api/payment/verify?bookingId=${id}`),
    client.get(`/api/payment/verify?reference=${reference}`),
    client.post('/api/payment/verify', { reference }),
    client.post(`/api/book-service/${id}/pay`, { callbackUrl: '/' }),
    ...['accept', 'start', 'complete', 'release-payment', 'cancel'].map((action) =>
      client.post(`/api/book-service/${id}/${action}`),
    ),
  ])
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404))
  expect((await client.get(`/api/payments?bookingIds=${id}`)).body.payments).toEqual([])
  expect((await stranger.get(`/api/bookings/${id}`)).body.booking).toEqual(theirs)
})

test('asks whoever is not logged in to do so, in each form of error', async ({ server }) => {
  const { status, headers, body } = await nobody(server).get('/api/bookings/my-bookings')
  expect([status, headers.get('content-type')]).toEqual([401, 'application/problem+json'])
  expect(body).toEqual({
    type: 'about:blank',
    title: 'Unauthorized',
    status: 401,
    detail: 'Log in first: POST /api/auth/login.',
    instance: '/api/bookings/my-bookings',
  })
  const sync = await nobody(server).get('/api/bookings/sync')
  expect(sync.status).toBe(401)
  expect(sync.body).toEqual({
    success: false,
    error: 'Unauthorized',
    message: 'Log in first: POST /api/auth/login.',
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
  })
})

test('changes nothing for a page of another origin', async ({ server, client }) => {
  const own = { origin: new URL(server.url).origin }
  const foreign = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost:1' },
    { 'sec-fetch-site': 'cross-site' },
  ]
  for (const headers of foreign) {
    const { status, body } = await client.post('/api/book-service/999999/cancel', undefined, headers)
    expect([status, body['title']]).toEqual([403, 'Forbidden'])
  }
  expect((await client.post('/api/book-service/999999/cancel', undefined, own)).status).toBe(404)
  expect((await client.get('/api/auth/me', { origin: 'https://evil.example' })).status).toBe(200)
})

test('logs neither bodies, tokens, cookies, queries nor emails', async ({ server, client }) => {
  await client.get('/api/payment/verify?reference=a-secret-reference')
  await nobody(server).post('/api/auth/login', { email, password: 'a-secret-password' })
  const lines = server.lines.join('\n')
  expect(lines).toContain('/api/payment/verify')
  expect(lines).not.toMatch(/a-secret|@example\.com|session=/)
  expect(lines).not.toContain(client.cookie?.split('=')[1])
})
