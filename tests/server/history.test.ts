import { expect } from 'vitest'
import { newBooking, openCheckout, press, type Person } from './person.ts'
import { test } from './test-with-server.ts'
import type { HistoryEntry } from '../../shared/domain.ts'

const historyOf = async (person: Person, id: string): Promise<HistoryEntry[]> =>
  (await person.get(`/api/bookings/${id}/history`)).body['history'] as HistoryEntry[]

const step = ({ subject, before, after, cause, by }: HistoryEntry) => [subject, before, after, cause, by?.name ?? null]

test('tells each step of a booking and its payment: what, whose doing, and when', async ({ client, provider }) => {
  const { id } = await newBooking(client, provider)
  const failed = await openCheckout(client, id)
  await press('fail', failed.authorizationUrl)
  const paid = await openCheckout(client, id)
  await press('pay', paid.authorizationUrl)
  await provider.post(`/api/book-service/${id}/start`)
  await provider.post(`/api/book-service/${id}/complete`)
  await client.post(`/api/book-service/${id}/release-payment`)

  const history = await historyOf(client, id)
  const [thandi, naledi] = ['Thandi Nkosi', 'Naledi Home Services']
  expect(history.map(step)).toEqual([
    ['booking', null, 'PENDING', 'book', thandi],
    ['booking', 'PENDING', 'CONFIRMED', 'accept', naledi],
    ['payment', null, 'PENDING', 'pay', thandi],
    ['payment', 'PENDING', 'FAILED', 'webhook', null],
    ['payment', null, 'PENDING', 'pay', thandi],
    ['payment', 'PENDING', 'ESCROW', 'webhook', null],
    ['booking', 'CONFIRMED', 'PENDING_EXECUTION', 'webhook', null],
    ['booking', 'PENDING_EXECUTION', 'IN_PROGRESS', 'start', naledi],
    ['booking', 'IN_PROGRESS', 'AWAITING_CONFIRMATION', 'complete', naledi],
    ['booking', 'AWAITING_CONFIRMATION', 'COMPLETED', 'release-payment', thandi],
    ['payment', 'ESCROW', 'RELEASED', 'release-payment', thandi],
  ])
  expect(history.flatMap(({ reference }) => reference ?? [])).toEqual([
    ...Array.from({ length: 2 }, () => failed.reference),
    ...Array.from({ length: 3 }, () => paid.reference),
  ])
  const times = history.map(({ at }) => at)
  expect(times).toEqual(times.toSorted())
  expect(await historyOf(provider, id)).toEqual(history)
})

test('shows nobody else’s history', async ({ client, stranger }) => {
  const { id } = await newBooking(client)
  expect((await stranger.get(`/api/bookings/${id}/history`)).status).toBe(404)
  expect((await client.get('/api/bookings/999999/history')).status).toBe(404)
})

test('names what was changed by hand, and the word of whoever did it', async ({ server, client }) => {
  const { id } = await newBooking(client)
  await server.database.query(`update payment_sync.bookings set status = 'CONFIRMED' where id = $1`, [id])
  await server.database.transaction(async (transaction) => {
    await transaction.query(`set local payment_sync.cause = 'ticket 7: double booking'`)
    await transaction.query(`update bookings set status = 'CANCELLED' where id = $1`, [id])
  })
  expect((await historyOf(client, id)).map(step).slice(1)).toEqual([
    ['booking', 'PENDING', 'CONFIRMED', 'database', null],
    ['booking', 'CONFIRMED', 'CANCELLED', 'ticket 7: double booking', null],
  ])
})

test('keeps what happened: nothing is rewritten, taken away, or begun in the middle', async ({
  server,
  client,
  provider,
}) => {
  const { id } = await newBooking(client, provider)
  const { authorizationUrl, reference } = await openCheckout(client, id)
  await press('pay', authorizationUrl)
  const refused = (constraint: string, sql: string, values: unknown[] = [id]) =>
    expect(server.database.query(sql, values)).rejects.toMatchObject(
      server.databaseUrl === undefined ? { code: '23514', constraint } : { code: '23514', constraint_name: constraint },
    )
  await refused('history_kept', `update history set cause = 'nothing' where booking_id = $1`)
  await refused('history_kept', 'delete from history where booking_id = $1')
  await refused('history_kept', 'truncate history', [])
  await refused('payment_kept', 'delete from payments where reference = $1', [reference])
  const payment = `insert into payments (booking_id, reference, status, amount, currency, paid_at)
    select id, 'out-of-thin-air', 'ESCROW', amount, currency, now() from bookings where id = $1`
  await refused('payment_begins', payment)
  await refused(
    'booking_begins',
    `insert into bookings (client_id, provider_id, service_id, status, scheduled_at, amount, currency)
     select client_id, provider_id, service_id, 'COMPLETED', now(), amount, currency from bookings where id = $1`,
  )
  expect(await historyOf(client, id)).toHaveLength(5)
})
