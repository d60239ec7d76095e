import { expect, onTestFinished, test, vi } from 'vitest'
import { databaseTransport } from '../../app/server/live/database-transport.ts'
import type { Database } from '../../app/server/database/database.ts'

/** A database with a table of changes and nothing else, which can be made to fail, hang and forget its listeners. */
function tableOfChanges() {
  const rows: bigint[] = []
  const heard: ((payload: string) => void)[] = []
  const state = { reads: 0, fails: false, hangs: 0 }
  const query = (text: string, values: readonly unknown[] = []): Promise<unknown[]> => {
    if (text.includes('greatest(')) return Promise.resolve([{ seq: '0' }])
    if (!text.includes('from changes where seq >')) return Promise.resolve([])
    state.reads += 1
    if (state.hangs > 0) {
      state.hangs -= 1
      return new Promise(() => undefined)
    }
    if (state.fails) return Promise.reject(new Error('the server is away'))
    const after = rows.filter((seq) => seq > BigInt(String(values[0])))
    return Promise.resolve(after.map((seq) => ({ seq: String(seq), user_id: '1', groups: [`booking:${seq}`] })))
  }
  const database = {
    exclusive: false,
    query,
    transaction: () => Promise.reject(new Error('not here')),
    listen: (_: string, listener: (payload: string) => void) => {
      heard.push(listener)
      return Promise.resolve(() => Promise.resolve())
    },
    close: () => Promise.resolve(),
  } as Database
  return { database, state, rows, heard, hint: () => heard.at(-1)?.('') }
}

async function started(times: { pollMs: number; patienceMs?: number }) {
  const table = tableOfChanges()
  const lines: string[] = []
  const told: bigint[] = []
  const transport = databaseTransport(table.database, (_, event) => void lines.push(event), times)
  await transport.start((batch) => told.push(...batch.map(({ seq }) => seq)))
  onTestFinished(() => transport.stop())
  return { ...table, transport, lines, told }
}

/** Longer than any test. */
const never = 1_000_000

test('hands over each change once, in order, however many hints come at once', async () => {
  const { rows, hint, told, state } = await started({ pollMs: never })
  rows.push(1n, 2n)
  for (let at = 0; at < 50; at += 1) hint()
  await vi.waitFor(() => expect(told).toEqual([1n, 2n]))
  rows.push(3n)
  hint()
  await vi.waitFor(() => expect(told).toEqual([1n, 2n, 3n]))
  expect(state.reads).toBeLessThan(10)
})

test('reads though nobody tells, and listens anew when it seems that nobody does', async () => {
  const { rows, hint, told, heard, lines } = await started({ pollMs: 10 })
  rows.push(1n)
  await vi.waitFor(() => expect(told).toEqual([1n]))
  await vi.waitFor(() => expect(heard).toHaveLength(2))
  expect(lines).toEqual(['live.deaf'])
  // Told this time: it is not deaf.
  rows.push(2n)
  hint()
  await vi.waitFor(() => expect(told).toEqual([1n, 2n]))
})

test('says once that it cannot read, and once that it can again', async () => {
  const { rows, told, state, lines } = await started({ pollMs: 5 })
  state.fails = true
  rows.push(1n)
  await vi.waitFor(() => expect(state.reads).toBeGreaterThan(4))
  expect([told, lines]).toEqual([[], ['live.interrupted']])
  state.fails = false
  await vi.waitFor(() => expect(told).toEqual([1n]))
  expect(lines.slice(0, 2)).toEqual(['live.interrupted', 'live.resumed'])
})

test('gives up a read whose connection is dead without a word', async () => {
  const { rows, told, state, lines } = await started({ pollMs: 10, patienceMs: 20 })
  state.hangs = 1
  rows.push(1n)
  await vi.waitFor(() => expect(told).toEqual([1n]))
  expect(lines[0]).toBe('live.interrupted')
})

test('looks once more before it calls a number unknown', async () => {
  const { rows, transport, told } = await started({ pollMs: never })
  rows.push(7n)
  expect(await transport.since('1', 8n)).toBeUndefined()
  expect([told, transport.latest()]).toEqual([[7n], 7n])
})
