import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { expect, onTestFinished, test, vi } from 'vitest'
import { listenTo, type EventClient } from './event-client.ts'
import { api, logIn, newBooking, openCheckout, type Person } from './person.ts'
import { start } from './started.ts'
import { testDatabase } from './test-database.ts'

vi.setConfig({ testTimeout: 180_000 })

/** Two processes of the API over one database, with a client and a provider of theirs. */
async function twoInstances() {
  const { url: DATABASE_URL = '', drop } = await testDatabase()
  const sql = postgres(DATABASE_URL, { max: 2, connection: { search_path: 'payment_sync' } })
  const first = start({ DATABASE_URL })
  const one = await first.url
  const second = start({ DATABASE_URL })
  const two = await second.url
  onTestFinished(async () => {
    await sql.end({ timeout: 1 })
    for (const { child } of [first, second]) child.kill('SIGKILL')
    await Promise.all([first.end, second.end])
    await drop()
  })
  const [client, provider] = [await logIn(one, 'client@example.com'), await logIn(two, 'provider@example.com')]
  return { sql, first, second, one, two, client: client.cookie, provider }
}

const as = (url: string, cookie: string | undefined): Person => api(url, cookie)

async function listening(url: string, cookie: string | undefined, lastId?: string): Promise<EventClient> {
  const stream = await listenTo(url, cookie, lastId === undefined ? {} : { lastId })
  onTestFinished(() => stream.close())
  if (lastId === undefined) await stream.until(({ event }) => event === 'ready')
  return stream
}

/** What was told after a number: a stream begins where its instance is, which may be a moment behind. */
const heardAfter = (began: string, ...streams: EventClient[]) =>
  heard(...streams).filter((seq) => BigInt(seq) > BigInt(began))
const heard = (...streams: EventClient[]) =>
  streams.flatMap(({ events }) => events.flatMap(({ data }) => data.changes ?? []))
const lastIdOf = ({ events }: EventClient): string => events.findLast(({ id }) => id !== undefined)?.id ?? ''

const newest = async (sql: postgres.Sql): Promise<string> =>
  (await sql<{ seq: string }[]>`select max(seq) seq from changes`)[0]?.seq ?? ''

/** All numbers after one that are about the first client. */
const written = async (sql: postgres.Sql, after: string): Promise<string[]> =>
  (await sql<{ seq: string }[]>`select seq from changes where user_id = 1 and seq > ${after} order by seq`).map(
    ({ seq }) => seq,
  )

const historyOf = (sql: postgres.Sql, reference: string) =>
  sql<
    { before: string; after: string }[]
  >`select before, after from history where payment_reference = ${reference} order by id`.values()

test('brings a payment under way to one end when an instance is killed, and misses nothing', async () => {
  const { sql, first, one, two, client, provider } = await twoInstances()
  const { id } = await newBooking(as(one, client), provider)
  const [onFirst, onSecond] = [await listening(one, client), await listening(two, client)]
  const began = await newest(sql)
  const { authorizationUrl, reference } = await openCheckout(as(one, client), id)
  await onFirst.until(({ data }) => data.groups?.includes(`payment:${reference}`) === true)

  // Everybody settles at once, on both, and one dies in the middle of it.
  const settle = (url: string) => as(url, client).post('/api/payment/verify', { reference })
  const checkout = new URL(authorizationUrl).pathname
  const press = () => api(two).send(checkout, { method: 'POST', body: new URLSearchParams({ outcome: 'pay' }) })
  const [paying, ...settling] = [press(), settle(one), settle(two), settle(one), settle(two)]
  await Promise.race(settling)
  first.child.kill('SIGKILL')
  await Promise.allSettled([paying, ...settling])
  expect((await settle(two)).body.payment?.status).toBe('ESCROW')

  // The browser of the dead instance goes on at the other one, from where it was.
  expect(await onFirst.broken).toBe(true)
  const resumed = await listening(two, client, lastIdOf(onFirst))
  const all = await written(sql, began)
  await vi.waitFor(() => {
    expect(heardAfter(began, onSecond)).toEqual(all)
    expect(heardAfter(began, onFirst, resumed)).toEqual(all)
  }, 5_000)
  expect(await historyOf(sql, reference)).toEqual([
    [null, 'PENDING'],
    ['PENDING', 'ESCROW'],
  ])
})

test('misses nothing when the connections to the database are cut, and is right within 5 s', async () => {
  const { sql, one, two, client, provider } = await twoInstances()
  const { id } = await newBooking(as(one, client), provider)
  const streams = [await listening(one, client), await listening(two, client)]
  const began = await newest(sql)
  const { reference } = await openCheckout(as(one, client), id)
  for (let round = 0; round < 3; round += 1) {
    const cancelling = as(one, client).get('/api/bookings/sync')
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'payment-sync' and datname = current_database()`
    // Written while nobody is connected.
    await sql`update bookings set note = note || '.' where id = ${id}`
    expect([200, 503]).toContain((await cancelling).status)
  }
  await sql`update payments set status = 'FAILED' where reference = ${reference}`
  const cut = performance.now()
  const all = await written(sql, began)
  await vi.waitFor(() => expect(streams.map((stream) => heardAfter(began, stream))).toEqual([all, all]), 5_000)
  expect((await as(two, client).get(`/api/payment/verify?bookingId=${id}`)).body.payment?.status).toBe('FAILED')
  expect(performance.now() - cut).toBeLessThan(5_000)
  expect(await historyOf(sql, reference)).toEqual([
    [null, 'PENDING'],
    ['PENDING', 'FAILED'],
  ])

  // And hints come again: a change is heard at once, not when somebody looks.
  await vi.waitFor(
    async () => {
      const committed = performance.now()
      const [{ seq } = { seq: '' }] = await sql<{ seq: string }[]>`
        with touched as (update bookings set note = note || '!' where id = ${id}) select max(seq) seq from changes`
      const [first] = streams
      await first?.until(({ data }) => data.changes?.some((each) => BigInt(each) > BigInt(seq)) === true)
      expect(performance.now() - committed).toBeLessThan(500)
    },
    { timeout: 20_000, interval: 50 },
  )
})

test('executes once what both are asked under one key', async () => {
  const { sql, one, two, client, provider } = await twoInstances()
  const { id } = await newBooking(as(one, client), provider)
  const headers = { 'idempotency-key': randomUUID() }
  const pay = (url: string) => as(url, client).post(`/api/book-service/${id}/pay`, { callbackUrl: '/' }, headers)
  const answers = await Promise.all([one, two, one, two].map(pay))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  expect(new Set(answers.map(({ body }) => body.reference)).size).toBe(1)
  expect(new Set(answers.map((answer) => answer.headers.get('payment-sync-changes'))).size).toBe(1)
  expect(await sql`select 1 from payments where booking_id = ${id}`).toHaveLength(1)
})

test('finishes at once what a killed instance had begun under a key', async () => {
  const { sql, first, one, two, client, provider } = await twoInstances()
  const { id } = await newBooking(as(one, client), provider)
  const headers = { 'idempotency-key': randomUUID() }
  const pay = (url: string) => as(url, client).post(`/api/book-service/${id}/pay`, { callbackUrl: '/' }, headers)
  const held = await sql.reserve()
  await held`begin`
  await held`select 1 from bookings where id = ${id} for update`
  const lost = pay(one).then(
    () => 'answered',
    () => 'lost',
  )
  await expect.poll(() => sql`select 1 from idempotency_keys`).toHaveLength(1)
  first.child.kill('SIGKILL')
  expect(await lost).toBe('lost')
  await held`rollback`
  held.release()

  const began = performance.now()
  const again = await pay(two)
  expect([again.status, performance.now() - began < 5_000]).toEqual([200, true])
  expect(await sql`select 1 from payments where booking_id = ${id}`).toHaveLength(1)
})

test('ends the streams of an instance that is stopped, and finishes what is under way', async () => {
  const { first, one, two, client, provider } = await twoInstances()
  const { id } = await newBooking(as(one, client), provider)
  const stream = await listening(one, client)
  const paying = openCheckout(as(one, client), id)
  await stream.until(({ data }) => data.groups?.includes(`booking:${id}`) === true)
  first.child.kill('SIGTERM')
  expect(await stream.broken).toBe(false)
  const { reference } = await paying
  expect((await first.end).code).toBe(0)
  expect((await as(two, client).get(`/api/payment/verify?bookingId=${id}`)).body.payment?.reference).toBe(reference)
})
