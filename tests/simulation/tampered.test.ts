import { expect, test } from 'vitest'
import type { Table } from '../../sw/store/database.ts'
import { begin, LIST, ONE, PAY, paymentOf, SERVICES, VERIFY } from './stage.ts'
import type { World } from './world.ts'

/** What somebody else may have put where a field was: another version of us, an extension, a script that was smuggled in. */
const wrong: readonly unknown[] = [undefined, null, '', 'x', -1, Number.NaN, 1e300, true, [], [null], {}, new Date(NaN)]

/**
 * What a field may be: who can write that can forge an answer, here as in any storage of the origin (docs/security.md).
 * That it is well-formed is all that can be seen of it.
 */
const forged: Readonly<Record<string, readonly unknown[]>> = { body: ['', 'x'], headers: [[]] }

interface Trial {
  readonly table: Table
  readonly key: string
  readonly row: object
  readonly says: string
}

/** A store in which everything is that there can be: answers, changes, a payment under way, numbers. */
async function full(): Promise<World> {
  const { world, server } = begin()
  const tab = world.open()
  await tab.tell({ type: 'hello' })
  for (const url of [LIST, ONE, SERVICES, VERIFY]) await tab.get(url)
  await tab.post(PAY)
  await tab.get(LIST)
  await tab.tell({ type: 'live', id: '3', groups: ['booking:8'], changes: ['3'] })
  const held = server.hold('POST /api/book-service/8/cancel')
  void tab.post('/api/book-service/8/cancel').catch(() => 'its tab is not there to hear it')
  await held
  return world
}

function trials(world: World): Trial[] {
  return Object.entries(world.disk.tables).flatMap(([name, rows]) =>
    [...(rows as Map<string, object>)].flatMap(([key, row]) => {
      const table = name as Table
      const fields = Object.keys(row).flatMap((field) =>
        wrong.flatMap((value) => {
          if (table === 'entries' && forged[field]?.some((good) => String(good) === String(value))) return []
          const says = `${table} ${key}: ${field} is ${typeof value} ${String(value)}`
          return { table, key, row: { ...row, [field]: value }, says }
        }),
      )
      return [...fields, { table, key, row: {}, says: `${table} ${key}: an empty row` }]
    }),
  )
}

test(
  'a stored record that somebody tampered with is dropped, never thrown on: a page gets a true answer',
  { timeout: 120_000 },
  async () => {
    const world = await full()
    const saved = world.disk.tables
    const untrue: string[] = []
    const all = trials(world)
    for (const { table, key, row, says } of all) {
      const rows = new Map<string, unknown>([...(saved[table] as Map<string, unknown>), [key, row]])
      world.disk.tables = { ...saved, [table]: rows }
      world.restart()
      const tab = world.open()
      const seen = await Promise.all([LIST, ONE, VERIFY].map((url) => tab.get(url).then(paymentOf, String)))
      world.close(tab)
      if (seen.some((status) => status !== 'ESCROW' && status !== 'CHECKING'))
        untrue.push(`${says} → ${seen.join(', ')}`)
    }
    expect(untrue).toEqual([])
    expect(all.length).toBeGreaterThan(1_000)
  },
)

test('a store that was tampered with is of use again, once what was wrong is dropped', async () => {
  const world = await full()
  const rows = world.disk.tables.entries as Map<string, object>
  world.disk.tables = { ...world.disk.tables, entries: new Map([...rows].map(([key]) => [key, { key }])) as never }
  world.restart()
  const tab = world.open()
  await tab.get(SERVICES)
  expect((await tab.get(SERVICES)).how).toMatch(/^hit/)
})

test('messages that are not what they should be change no answer, and end no run', async () => {
  const world = await full()
  const tab = world.open()
  const messages: readonly object[] = [
    { type: 'hello' },
    { type: 'catch-up', since: 1, born: '' },
    { type: 'invalidate', groups: ['booking:7'] },
    {
      type: 'mutated',
      method: 'POST',
      url: 'https://app.test/api/bookings',
      ended: true,
      groups: ['a'],
      unknown: true,
    },
    { type: 'live', id: '42', groups: ['booking:7'], changes: ['41'] },
    { type: 'set', paused: false },
    { type: 'report', of: 'entries' },
  ]
  for (const message of messages) {
    for (const field of Object.keys(message).filter((name) => name !== 'type')) {
      for (const value of wrong) void tab.tell({ ...message, [field]: value } as never)
    }
    await world.idle()
  }
  const run = world.run
  expect(paymentOf(await tab.get(LIST))).toBe('ESCROW')
  expect(await tab.tell({ type: 'hello' })).toMatchObject({ type: 'latest' })
  expect(world.run).toBe(run)
})
