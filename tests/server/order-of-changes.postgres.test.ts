import postgres from 'postgres'
import { expect, onTestFinished } from 'vitest'
import { changesAfter, missedChanges, newestChange } from '../../app/server/live/change-rows.ts'
import { listenTo } from './event-client.ts'
import { newBooking } from './person.ts'
import { test, type TestServer } from './test-with-server.ts'

/** Two people at two consoles: connections of their own, which know nothing of the API. */
async function consoles(server: TestServer): Promise<[postgres.ReservedSql, postgres.ReservedSql]> {
  const sql = postgres(server.databaseUrl ?? '', { max: 2 })
  const both: [postgres.ReservedSql, postgres.ReservedSql] = [await sql.reserve(), await sql.reserve()]
  onTestFinished(() => sql.end({ timeout: 1 }))
  return both
}

const touch = (id: string) => `update payment_sync.bookings set note = note || '.' where id = ${id}`

test('loses no change that began first and is committed last', async ({ server, client }) => {
  const [slow, quick] = [(await newBooking(client)).id, (await newBooking(client)).id]
  const [one, two] = await consoles(server)
  const stream = await listenTo(server.url, client.cookie)
  onTestFinished(() => stream.close())
  await stream.until(({ event }) => event === 'ready')

  await one.unsafe(`begin; ${touch(slow)}`)
  await two.unsafe(touch(quick))
  const first = await stream.until(({ data }) => data.groups?.includes(`booking:${quick}`) === true)
  stream.close()

  // Committed while nobody listens: whoever resumes from the other one's number must hear of it.
  await one.unsafe('commit')
  const resumed = await listenTo(server.url, client.cookie, { lastId: first.id ?? '' })
  onTestFinished(() => resumed.close())
  const missed = await resumed.until(() => true)
  expect(missed.data.groups).toContain(`booking:${slow}`)
  expect(BigInt(missed.id ?? 0)).toBeGreaterThan(BigInt(first.id ?? 0))
})

test('gives numbers in the order of commits, also to who takes one before the end', async ({ server, client }) => {
  const [early, late] = [(await newBooking(client)).id, (await newBooking(client)).id]
  const [one, two] = await consoles(server)
  const { database } = server
  const before = await newestChange(database)

  // The first has its numbers and is not committed: the second may not commit past it.
  await one.unsafe(`begin; ${touch(early)}; set constraints all immediate`)
  const second = two.unsafe(touch(late)).execute()
  await expect
    .poll(() => database.query(`select 1 from pg_locks where locktype = 'advisory' and not granted`))
    .toHaveLength(1)
  expect(await changesAfter(database, before)).toEqual([])
  await one.unsafe('commit')
  await second

  const groups = (await changesAfter(database, before)).map((change) => change.groups[0])
  expect(groups).toEqual([`booking:${early}`, `booking:${early}`, `booking:${late}`, `booking:${late}`])
})

test('never shows a number before a smaller one, whatever commits meanwhile', async ({ server, client }) => {
  const { database, databaseUrl = '' } = server
  const ids = await Promise.all(Array.from({ length: 8 }, async () => (await newBooking(client)).id))
  const sql = postgres(databaseUrl, { max: 8 })
  onTestFinished(() => sql.end({ timeout: 1 }))
  const start = await newestChange(database)
  const writers = Promise.all(
    ids.map(async (id, at) => {
      for (let round = 0; round < 25; round += 1) {
        await sql.begin(async (transaction) => {
          await transaction.unsafe(touch(id))
          if ((round + at) % 3 === 0) await transaction.unsafe('set constraints all immediate; select pg_sleep(0.002)')
        })
      }
    }),
  )
  // Reads on from the last that it saw, as an instance does, until as many came as were written.
  const seen: bigint[] = []
  await expect
    .poll(
      async () => {
        seen.push(...(await changesAfter(database, seen.at(-1) ?? start)).map(({ seq }) => seq))
        return seen.length
      },
      { interval: 1, timeout: 60_000 },
    )
    .toBe(400)
  await writers
  const all = await changesAfter(database, start)
  expect(all).toHaveLength(400)
  expect(seen).toEqual(all.map(({ seq }) => seq))
})

test('rolls numbers back with what they are about', async ({ server, client }) => {
  const { id } = await newBooking(client)
  const [one] = await consoles(server)
  const before = await newestChange(server.database)
  await one.unsafe(`begin; ${touch(id)}; set constraints all immediate; rollback`)
  expect(await missedChanges(server.database, '1', before)).toEqual([])
})
