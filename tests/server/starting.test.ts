import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { api, logIn } from './person.ts'
import { start } from './started.ts'

vi.setConfig({ testTimeout: 120_000 })

function emptyDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'payment-sync-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

test('keeps everything over a kill: bookings, sessions, and answers under their keys', async () => {
  const DATA_DIR = emptyDirectory()
  const first = start({ DATA_DIR })
  const client = await logIn(await first.url, 'client@example.com')
  const body = { serviceId: '1', scheduledAt: new Date(Date.now() + 86_400_000).toISOString() }
  const headers = { 'idempotency-key': randomUUID() }
  const made = await client.post('/api/bookings', body, headers)
  expect(made.status).toBe(201)
  first.child.kill('SIGKILL')
  await first.end

  const second = start({ DATA_DIR })
  const url = await second.url
  const same = api(url, client.cookie)
  const again = await same.post('/api/bookings', body, headers)
  expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true'])
  expect(again.body).toEqual(made.body)
  expect((await same.get('/api/bookings')).body.bookings).toHaveLength(61)

  // One directory, one process.
  const third = await start({ DATA_DIR }).end
  expect(third).toEqual({
    code: 1,
    stderr: `DATA_DIR "${DATA_DIR}" is in use by process ${second.child.pid}. Stop that one, or set DATA_DIR to another directory.\n`,
  })
  second.child.kill('SIGTERM')
  expect((await second.end).code).toBe(0)
  expect(readdirSync(DATA_DIR)).toEqual(['postgres', 'ready'])

  const fresh = start({ DATA_DIR }, '--reset')
  const person = await logIn(await fresh.url, 'client@example.com')
  expect((await person.get('/api/bookings')).body.bookings).toHaveLength(60)
  fresh.child.kill('SIGINT')
  expect((await fresh.end).code).toBe(0)
})

test('makes anew what was killed while it was made', async () => {
  const DATA_DIR = emptyDirectory()
  mkdirSync(join(DATA_DIR, 'postgres'))
  writeFileSync(join(DATA_DIR, 'postgres/PG_VERSION'), '18')
  const server = start({ DATA_DIR })
  const person = await logIn(await server.url, 'client@example.com')
  expect((await person.get('/api/bookings')).body.bookings).toHaveLength(60)
})

test('says in one line that the data is corrupt, and how to start over', async () => {
  const DATA_DIR = emptyDirectory()
  const first = start({ DATA_DIR })
  await first.url
  first.child.kill('SIGTERM')
  await first.end
  truncateSync(join(DATA_DIR, 'postgres/global/pg_control'), 10)
  const { code, stderr } = await start({ DATA_DIR }).end
  expect(code).toBe(1)
  expect(stderr.trimEnd()).not.toContain('\n')
  expect(stderr).toContain(`The data in DATA_DIR "${DATA_DIR}" can't be opened`)
  expect(stderr).toContain('npm start -- --reset')
})

test('says in one line what is wrong with its surroundings', async () => {
  const taken = createServer()
  await new Promise<void>((resolve) => {
    taken.listen(0, 'localhost', resolve)
  })
  onTestFinished(() => void taken.close())
  const address = taken.address()
  const port = typeof address === 'object' && address ? String(address.port) : ''
  const file = join(emptyDirectory(), 'a-file')
  writeFileSync(file, '')

  const lines = await Promise.all([
    start({ DATA_DIR: 'memory', PORT: port }).end,
    start({ DATA_DIR: file }).end,
    start({ PORT: 'eighty' }).end,
    start({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }).end,
    start({}, '--restart').end,
  ])
  expect(lines.map(({ code }) => code)).toEqual([1, 1, 1, 1, 1])
  expect(lines.map(({ stderr }) => stderr.split('\n').length)).toEqual([2, 2, 2, 2, 2])
  const [inUse, noDirectory, badPort, noServer, unknown] = lines.map(({ stderr }) => stderr)
  expect(inUse).toBe(
    `Port ${port} is in use. Stop what runs there, or set PORT to another one (0 takes any free port).\n`,
  )
  expect(noDirectory).toMatch(/^DATA_DIR ".*" can't be made: .* Name another directory\.\n$/)
  expect(badPort).toBe('PORT is "eighty"; it must be a port from 0 to 65535.\n')
  expect(noServer).toMatch(/^The server that DATABASE_URL names can't be used: .* Is it running\?\n$/)
  expect(unknown).toContain('--restart')
})
