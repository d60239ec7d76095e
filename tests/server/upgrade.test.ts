import { expect, onTestFinished, test, vi } from 'vitest'
import { historyOf } from '../../app/server/bookings/history-rows.ts'
import { bookingsOf } from '../../app/server/bookings/booking-rows.ts'
import { migrate } from '../../app/server/database/migrate.ts'
import { openPglite } from '../../app/server/database/pglite-database.ts'
import { openPostgres } from '../../app/server/database/postgres-database.ts'
import { seed } from '../../app/server/database/seed.ts'
import { changesAfter, newestChange } from '../../app/server/live/change-rows.ts'
import { testDatabase } from './test-database.ts'
import type { Database } from '../../app/server/database/database.ts'

vi.setConfig({ testTimeout: 90_000 })

async function emptyDatabase(): Promise<Database> {
  const { url, drop } = await testDatabase()
  const database = url === undefined ? await openPglite('memory') : await openPostgres(url)
  onTestFinished(async () => {
    await database.close()
    await drop()
  })
  return database
}

test('brings the data of the first published schema up to date: nothing is lost, and its history begins', async () => {
  const database = await emptyDatabase()
  await migrate(database, '005')
  await seed(database)
  await database.query(`update bookings set status = 'CONFIRMED' where id = 4`)
  const before = await bookingsOf(database, '3')
  expect(before).toHaveLength(68)

  await migrate(database)
  await seed(database)
  expect(await bookingsOf(database, '3')).toEqual(before)
  expect(await historyOf(database, '4')).toEqual([
    {
      id: expect.any(String) as string,
      subject: 'booking',
      reference: null,
      before: null,
      after: 'CONFIRMED',
      cause: 'migration',
      by: null,
      at: before.find(({ id }) => id === '4')?.updatedAt,
    },
  ])
  const paid = await historyOf(database, '2')
  expect(paid.map(({ subject, reference, after }) => [subject, reference, after])).toEqual([
    ['booking', null, 'PENDING_EXECUTION'],
    ['payment', 'seed-002', 'ESCROW'],
  ])

  // From here on everything is told and recorded.
  const from = await newestChange(database)
  await database.query(`update payments set status = 'FAILED' where reference = 'seed-001'`)
  expect(await changesAfter(database, from)).toMatchObject([
    { groups: ['booking:1', 'bookings', 'payment:seed-001'] },
    { groups: ['booking:1', 'bookings', 'payment:seed-001'] },
  ])
  expect((await historyOf(database, '1')).at(-1)).toMatchObject({ before: 'PENDING', after: 'FAILED' })
  // A third time there is nothing to do.
  await migrate(database)
  expect(await historyOf(database, '1')).toHaveLength(3)
})
