import { expect, onTestFinished, vi } from 'vitest'
import { newestChange, pruneChanges } from '../../app/server/live/change-rows.ts'
import { listenTo, type EventClient, type LiveEvent } from './event-client.ts'
import { logIn, newBooking, openCheckout, press, type Person } from './person.ts'
import { nobody, test, type TestServer } from './test-with-server.ts'

const about = (id: string) => (event: LiveEvent) => event.data.groups?.includes(`booking:${id}`) === true
const named = (name: string) => (event: LiveEvent) => event.event === name

async function listening(server: TestServer, person: Person, options: Parameters<typeof listenTo>[2] = {}) {
  const client = await listenTo(server.url, person.cookie, options)
  onTestFinished(() => client.close())
  // From here on everything is told.
  if (client.status === 200) await client.until(() => true)
  return client
}

/** Changes a booking by hand, as somebody in psql would. */
const touch = (server: TestServer, id: string) =>
  server.database.query(`update bookings set note = note || '.' where id = $1`, [id])

const changesIn = (client: EventClient): string[] => client.events.flatMap(({ data }) => [...(data.changes ?? [])])

test('opens at once, with a place to resume from, and only for who is logged in', async ({ server, client }) => {
  const stream = await listening(server, client)
  expect([stream.status, stream.headers.get('content-type'), stream.headers.get('cache-control')]).toEqual([
    200,
    'text/event-stream',
    'no-store',
  ])
  const { id } = await stream.until(named('ready'))
  expect(id).toMatch(/^\d+$/)
  expect(stream.raw()).toMatch(/^retry: \d+\n: /)

  const refused = await nobody(server).get('/api/events')
  expect([refused.status, refused.headers.get('content-type')]).toEqual([401, 'application/problem+json'])
})

test('tells both parties of a change, however it was made, and nobody else', async ({
  server,
  client,
  provider,
  stranger,
}) => {
  const { id } = await newBooking(client)
  const [mine, theirs, other] = await Promise.all([client, provider, stranger].map((who) => listening(server, who)))
  await touch(server, id)
  const told = await mine?.until(about(id))
  expect(told).toMatchObject({ event: 'invalidate', data: { groups: [`booking:${id}`, 'bookings'] } })
  expect(told?.data.changes).toEqual([told?.id])
  await theirs?.until(about(id))

  // What the stranger hears afterwards proves that nothing else came before.
  const own = await newBooking(stranger)
  await other?.until(about(own.id))
  expect(other?.events.filter(about(id))).toEqual([])
})

test('tells of a payment what it belongs to, once for one transaction', async ({ server, client, provider }) => {
  const { id } = await newBooking(client, provider)
  const { authorizationUrl, reference } = await openCheckout(client, id)
  const stream = await listening(server, client)
  await press('pay', authorizationUrl)
  const { data } = await stream.until(about(id))
  expect(new Set(data.groups)).toEqual(new Set([`booking:${id}`, 'bookings', `payment:${reference}`]))
  expect(data.changes).toHaveLength(2)
})

test('names in the answer to a mutation every change that it made', async ({ server, client, provider }) => {
  const { id } = await newBooking(client, provider)
  const [mine, theirs] = [await listening(server, client), await listening(server, provider)]
  const headers = { 'idempotency-key': `pay ${id}`.replace(' ', '-') }
  const paid = await client.post(`/api/book-service/${id}/pay`, { callbackUrl: '/' }, headers)
  const changes = paid.headers.get('payment-sync-changes')?.split(', ') ?? []
  // The row, and the address of its checkout. The other person is told of them under other numbers.
  expect(changes).toHaveLength(2)
  await vi.waitFor(() => expect(changesIn(mine).toSorted()).toEqual(changes.toSorted()), 5_000)
  await vi.waitFor(() => expect(changesIn(theirs)).toHaveLength(2), 5_000)

  const replay = await client.post(`/api/book-service/${id}/pay`, { callbackUrl: '/' }, headers)
  expect(replay.headers.get('payment-sync-changes')).toBe(changes.join(', '))
  const refused = await client.post(`/api/book-service/${id}/start`)
  expect([refused.status, refused.headers.get('payment-sync-changes')]).toEqual([403, null])
})

test('names what a sync found out', async ({ server, client, provider }) => {
  const { id } = await newBooking(client, provider)
  const { authorizationUrl } = await openCheckout(client, id)
  server.between = async (c, next) => (c.req.path.endsWith('/webhook') ? c.text('lost', 503) : next())
  await press('pay', authorizationUrl)
  server.between = undefined
  const synced = await client.get('/api/bookings/sync')
  expect(synced.headers.get('payment-sync-changes')?.split(', ').length).toBeGreaterThanOrEqual(2)
  expect((await client.get('/api/bookings/sync')).headers.get('payment-sync-changes')).toBeNull()
})

test('resumes where a browser was, by header or, for another tab, by query', async ({ server, client }) => {
  const { id } = await newBooking(client)
  const first = await listening(server, client)
  const { id: place = '' } = await first.until(named('ready'))
  first.close()
  await touch(server, id)
  await touch(server, id)
  const told = async (options: Parameters<typeof listenTo>[2]) => {
    const stream = await listening(server, client, options)
    const event = await stream.until(() => true)
    stream.close()
    return event
  }
  const byHeader = await told({ lastId: place, query: '?lastEventId=1' })
  expect(byHeader).toMatchObject({ event: 'invalidate', data: { groups: [`booking:${id}`, 'bookings'] } })
  expect(byHeader.data.changes).toHaveLength(2)
  expect(byHeader.id).toBe(byHeader.data.changes?.at(-1))
  expect(await told({ query: `?lastEventId=${place}` })).toEqual(byHeader)
})

test('starts over where a gap cannot be told: pruned, unknown, or of another database', async ({ server, client }) => {
  const { id } = await newBooking(client)
  const [floor] = await server.database.query<{ seq: string }>('select seq from changes_floor')
  const former = String(BigInt(floor?.seq ?? 0) - 1n)
  for (const lastId of [former, '41', '999999999999999999', '99999999999999999999', 'x', '-1', '']) {
    const stream = await listening(server, client, { lastId })
    const event = await stream.until(() => true)
    expect([lastId, event.event, event.id]).toEqual([lastId, 'reset', expect.stringMatching(/^\d+$/)])
    if (lastId === 'x') {
      await touch(server, id)
      await stream.until(about(id))
    }
    stream.close()
  }
})

test('forgets what is older than a day, and says so to who has been away that long', async ({ server, client }) => {
  const { database } = server
  const { id } = await newBooking(client)
  const before = await newestChange(database)
  await touch(server, id)
  const old = await newestChange(database)
  await database.query(`update changes set at = at - interval '25 hours' where seq <= $1`, [String(old)])
  await touch(server, id)
  await pruneChanges(database)
  const left = await database.query<{ seq: string }>('select seq from changes order by seq limit 1')
  expect(BigInt(left[0]?.seq ?? 0)).toBeGreaterThan(old)
  const told = async (lastId: bigint) => {
    const stream = await listening(server, client, { lastId: String(lastId) })
    const { event } = await stream.until(() => true)
    stream.close()
    return event
  }
  expect([await told(before), await told(old)]).toEqual(['reset', 'invalidate'])
  // Once more, with nothing left to forget.
  await pruneChanges(database)
  expect(await told(old)).toBe('invalidate')
})

test('forgets no stream and keeps none', async ({ server, client }) => {
  await vi.waitFor(() => expect(server.streams()).toBe(0), 5_000)
  const streams = await Promise.all([1, 2, 3].map(() => listening(server, client)))
  expect(server.streams()).toBe(3)
  for (const stream of streams) stream.close()
  await vi.waitFor(() => expect(server.streams()).toBe(0), 5_000)
  const { status, headers } = await client.send('/api/events', { method: 'HEAD' })
  expect([status, headers.get('content-type'), server.streams()]).toEqual([200, 'text/event-stream', 0])
})

test('ends with the session, and not with another', async ({ server, client }) => {
  const leaving = await logIn(server.url, 'client@example.com')
  const [ending, staying] = [await listening(server, leaving), await listening(server, client)]
  await leaving.post('/api/auth/logout')
  expect(await ending.broken).toBe(false)
  const again = await listening(server, leaving)
  expect(again.status).toBe(401)

  // One that expires, which nobody does anything about.
  const expiring = await logIn(server.url, 'client@example.com')
  const stream = await listening(server, expiring)
  await server.database.query(
    `update sessions set expires_at = now() where token_hash = (select token_hash from sessions order by created_at desc limit 1)`,
  )
  expect(await stream.broken).toBe(false)
  const { id } = await newBooking(client)
  await staying.until(about(id))
})

test('lets a user have many streams, and not any number', async ({ server, stranger }) => {
  const streams = await Promise.all(Array.from({ length: 50 }, () => listening(server, stranger)))
  expect(streams.every(({ status }) => status === 200)).toBe(true)
  const refused = await stranger.get('/api/events')
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60'])
  for (const stream of streams) stream.close()
})
