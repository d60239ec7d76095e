import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, vi } from 'vitest'
import { newBooking, type Person } from './person.ts'
import { test, type TestServer } from './test-with-server.ts'

const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString()
const order = (note: string) => ({ serviceId: '2', scheduledAt: tomorrow(), note })
const keyed = (key: string = randomUUID()) => ({ 'idempotency-key': key })

const countOf = async (server: TestServer, note: string): Promise<number> =>
  (await server.database.query('select 1 from bookings where note = $1', [note])).length

test('gives a repeat the recorded answer, and does nothing', async ({ server, client }) => {
  const [headers, body] = [keyed(), order('repeat')]
  const first = await client.post('/api/bookings', body, headers)
  const again = await client.post('/api/bookings', body, headers)
  expect([first.status, first.headers.get('idempotent-replayed')]).toEqual([201, null])
  expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true'])
  expect(again.body).toEqual(first.body)
  for (const name of ['content-type', 'location', 'cache-control', 'cache-group-invalidation']) {
    expect(again.headers.get(name)).toBe(first.headers.get(name))
  }
  expect(await countOf(server, 'repeat')).toBe(1)
})

test('executes once what is sent twenty times at once, and gives all the same answer', async ({ server, client }) => {
  const [headers, body] = [keyed(), order('at once')]
  const answers = await Promise.all(Array.from({ length: 20 }, () => client.post('/api/bookings', body, headers)))
  expect(new Set(answers.map((answer) => `${answer.status} ${JSON.stringify(answer.body)}`)).size).toBe(1)
  expect(answers.filter((answer) => answer.headers.has('idempotent-replayed'))).toHaveLength(19)
  expect(await countOf(server, 'at once')).toBe(1)
})

test('lets a repeat wait while the first still runs', async ({ server, client, provider }) => {
  const { id } = await newBooking(client, provider)
  const headers = keyed()
  const paystack = holdPaystack()
  const pay = () => client.post(`/api/book-service/${id}/pay`, { callbackUrl: '/' }, headers)
  const first = pay()
  await paystack.wasAsked
  const second = pay()
  const running = await server.database.query('select status from idempotency_keys where key = $1', [
    headers['idempotency-key'],
  ])
  expect(running).toEqual([{ status: null }])
  paystack.answer()
  const [one, two] = await Promise.all([first, second])
  expect([one.status, two.status, paystack.times()]).toEqual([200, 200, 1])
  expect(two.body).toEqual(one.body)
  expect(two.headers.get('idempotent-replayed')).toBe('true')
})

/** Holds back what the API sends to Paystack when a checkout is opened. */
function holdPaystack() {
  const original = globalThis.fetch
  let times = 0
  let arrived = (): void => undefined
  let answer = (): void => undefined
  const wasAsked = new Promise<void>((resolve) => {
    arrived = resolve
  })
  const held = new Promise<void>((resolve) => {
    answer = resolve
  })
  const spy = vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    if (typeof input === 'string' && input.endsWith('/transaction/initialize')) {
      times += 1
      arrived()
      await held
    }
    return original(input, init)
  })
  onTestFinished(() => spy.mockRestore())
  return { wasAsked, answer: () => answer(), times: () => times }
}

test('refuses another request under the same key', async ({ server, client, provider }) => {
  const headers = keyed()
  await client.post('/api/bookings', order('same key'), headers)
  const { id } = await newBooking(client, provider)
  const others = await Promise.all([
    client.post('/api/bookings', order('same key, other body'), headers),
    client.post(`/api/book-service/${id}/cancel`, undefined, headers),
  ])
  expect(others.map(({ status, body }) => [status, body['title']])).toEqual([
    [422, 'Unprocessable Entity'],
    [422, 'Unprocessable Entity'],
  ])
  expect(await countOf(server, 'same key, other body')).toBe(0)
  expect((await client.get(`/api/bookings/${id}`)).body.booking.status).toBe('CONFIRMED')
})

test('keeps the keys of different users apart', async ({ server, client, stranger }) => {
  const [headers, body] = [keyed(), order('two users')]
  const [mine, theirs] = await Promise.all(
    [client, stranger].map((person) => person.post('/api/bookings', body, headers)),
  )
  expect([mine?.status, theirs?.status]).toEqual([201, 201])
  expect(mine?.body.booking.id).not.toBe(theirs?.body.booking.id)
  expect(await countOf(server, 'two users')).toBe(2)
})

test('records a refusal too, whatever has become possible since', async ({ client, provider }) => {
  const { id } = await newBooking(client)
  const headers = keyed()
  const pay = () => client.post(`/api/book-service/${id}/pay`, { callbackUrl: '/' }, headers)
  const refused = await pay()
  expect(refused.status).toBe(409)
  await provider.post(`/api/book-service/${id}/accept`)
  const again = await pay()
  expect([again.status, again.headers.get('content-type')]).toEqual([409, 'application/problem+json'])
  expect(again.body).toEqual(refused.body)
})

test('works on every step of a booking', async ({ client, provider }) => {
  const { id } = await newBooking(client)
  const repeat = async (person: Person, path: string, body?: unknown) => {
    const headers = keyed()
    const answers = await Promise.all([1, 2, 3].map(() => person.post(path, body, headers)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(answers[1]?.body).toEqual(answers[0]?.body)
    return answers[0]?.body
  }
  await repeat(provider, `/api/book-service/${id}/accept`)
  const opened = await repeat(client, `/api/book-service/${id}/pay`, { callbackUrl: '/' })
  await repeat(client, '/api/payment/verify', { reference: opened?.reference })
  await repeat(client, `/api/book-service/${id}/cancel`)
  expect((await client.get(`/api/bookings/${id}`)).body.booking.version).toBe(3)
})

test('tries again after a failure of its own, under the same key', async ({ server, client }) => {
  const [headers, body] = [keyed(), order('after a failure')]
  await server.database.query(`
    create function refuse() returns trigger language plpgsql as $$ begin raise exception 'the disk is full'; end $$;
    create trigger refuse before insert on bookings for each row execute function refuse()`)
  const failed = await client.post('/api/bookings', body, headers)
  expect([failed.status, failed.body.detail]).toEqual([500, 'Something went wrong here; it is in the log.'])
  expect(server.lines.join('\n')).toContain('the disk is full')
  await server.database.query('drop trigger refuse on bookings; drop function refuse()')
  const again = await client.post('/api/bookings', body, headers)
  expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, null])
  expect(await countOf(server, 'after a failure')).toBe(1)
})

test('writes the answer down with the change: both, or neither', async ({ server, client }) => {
  const [headers, body] = [keyed(), order('both or neither')]
  await server.database.query(`
    create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
    create trigger refuse before update on idempotency_keys for each row execute function refuse()`)
  expect((await client.post('/api/bookings', body, headers)).status).toBe(500)
  await server.database.query('drop trigger refuse on idempotency_keys; drop function refuse()')
  expect(await countOf(server, 'both or neither')).toBe(0)
  expect((await client.post('/api/bookings', body, headers)).status).toBe(201)
})

test('answers a repeat whose first answer got lost on the way', async ({ server, client }) => {
  const [headers, body] = [keyed(), order('lost answer')]
  server.between = async (c, next) => {
    await next()
    c.res = new Response('the connection broke', { status: 502 })
  }
  expect((await client.post('/api/bookings', body, headers)).status).toBe(502)
  server.between = undefined
  const again = await client.post('/api/bookings', body, headers)
  expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true'])
  expect(await countOf(server, 'lost answer')).toBe(1)
})

test('takes over from an instance that died, and waits for one that lives', async ({ server, client }) => {
  const [headers, body] = [keyed(), order('taken over')]
  const first = await client.post('/api/bookings', body, headers)
  const claimedByOther = (since: string) =>
    server.database.query(
      `update idempotency_keys set status = null, claimed_by = 'another', claimed_at = now() - $2::interval where key = $1`,
      [headers['idempotency-key'], since],
    )
  await claimedByOther('1 second')
  const waiting = client.post('/api/bookings', body, headers)
  await server.database.query(`update idempotency_keys set status = 201 where key = $1`, [headers['idempotency-key']])
  expect((await waiting).body).toEqual(first.body)

  await claimedByOther('10 minutes')
  const taken = await client.post('/api/bookings', body, headers)
  expect([taken.status, taken.headers.get('idempotent-replayed')]).toEqual([201, null])
  expect(await countOf(server, 'taken over')).toBe(2)
})

test('waits for an instance that lives, however long it takes', async ({ server, client }) => {
  const [headers, body] = [keyed(), order('not taken over')]
  const first = await client.post('/api/bookings', body, headers)
  const set = (sql: string) =>
    server.database.query(`update idempotency_keys set ${sql} where key = $1`, [headers['idempotency-key']])
  await server.database.query(`insert into runs (id, seen_at) values ('living', now() + interval '1 minute')`)
  await set(`status = null, claimed_by = 'living', claimed_at = now() - interval '1 minute'`)
  const waiting = client.post('/api/bookings', body, headers)
  await set('status = 201')
  const { headers: answered, body: answer } = await waiting
  expect([answered.get('idempotent-replayed'), answer]).toEqual(['true', first.body])
  expect(await countOf(server, 'not taken over')).toBe(1)
})

test('forgets a key after a day', async ({ server, client }) => {
  const [headers, body] = [keyed(), order('a day later')]
  await client.post('/api/bookings', body, headers)
  await server.database.query(
    `update idempotency_keys set created_at = created_at - interval '25 hours' where key = $1`,
    [headers['idempotency-key']],
  )
  expect((await client.post('/api/bookings', body, headers)).headers.get('idempotent-replayed')).toBeNull()
  expect(await countOf(server, 'a day later')).toBe(2)
})

test('refuses a key that is none', async ({ client }) => {
  for (const key of ['a b', 'x'.repeat(256)]) {
    expect((await client.post('/api/bookings', order('no key'), keyed(key))).status).toBe(422)
  }
})

test('records no login: its answer is a secret', async ({ server, client }) => {
  const headers = keyed()
  await client.post('/api/auth/login', { email: 'client@example.com', password: 'wrong' }, headers)
  const rows = await server.database.query('select 1 from idempotency_keys where key = $1', [
    headers['idempotency-key'],
  ])
  expect(rows).toEqual([])
})
