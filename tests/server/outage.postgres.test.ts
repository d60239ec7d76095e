import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { pipeline } from 'node:stream'
import postgres from 'postgres'
import { expect, onTestFinished, test, vi } from 'vitest'
import { readEnvironment } from '../../app/server/environment.ts'
import { startServer } from '../../app/server/start.ts'
import { listenTo } from './event-client.ts'
import { logIn, newBooking } from './person.ts'
import { testDatabase } from './test-database.ts'

vi.setConfig({ testTimeout: 120_000 })

/** The way to the database, which can be cut and mended. */
async function wayTo(url: string) {
  const { hostname, port } = new URL(url)
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    for (const socket of [near, far]) sockets.add(socket.on('close', () => sockets.delete(socket)))
    // A cut is what this is for: neither end has anything to say about it.
    const ended = (): void => undefined
    pipeline(near, far, ended)
    pipeline(far, near, ended)
  })
  const listen = (on: number): Promise<void> => new Promise((resolve) => void server.listen(on, '127.0.0.1', resolve))
  await listen(0)
  const own = (server.address() as AddressInfo).port
  const through = new URL(url)
  through.host = `127.0.0.1:${own}`
  const cut = (): void => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  return { url: through.href, cut, mend: () => listen(own) }
}

test('says that the database is away, keeps the streams, and tells what was missed when it is back', async () => {
  const own = await testDatabase()
  const way = await wayTo(own.url ?? '')
  const sql = postgres(own.url ?? '', { max: 1, connection: { search_path: 'payment_sync' } })
  const lines: string[] = []
  const server = await startServer({
    port: 0,
    dataDir: 'memory',
    environment: readEnvironment({ DATABASE_URL: way.url }),
    log: (_, event) => void lines.push(event),
  })
  onTestFinished(async () => {
    await server.close()
    way.cut()
    await sql.end({ timeout: 1 })
    await own.drop()
  })
  const client = await logIn(server.url, 'client@example.com')
  const { id } = await newBooking(client)
  const stream = await listenTo(server.url, client.cookie)
  onTestFinished(() => stream.close())
  await stream.until(({ event }) => event === 'ready')

  way.cut()
  const health = await client.get('/api/health')
  const read = await client.get(`/api/bookings/${id}`)
  const change = await client.post(`/api/book-service/${id}/cancel`)
  // A change that nobody knows the outcome of is not denied.
  expect([health.status, read.status, change.status]).toEqual([503, 503, 502])
  expect([health, read, change].map(({ headers }) => headers.get('retry-after'))).toEqual(['2', '2', '2'])
  await sql`update bookings set status = 'CONFIRMED' where id = ${id}`
  await vi.waitFor(() => expect(lines).toContain('live.interrupted'), 10_000)

  await way.mend()
  const back = performance.now()
  await stream.until(({ data }) => data.groups?.includes(`booking:${id}`) === true)
  expect(performance.now() - back).toBeLessThan(5_000)
  expect((await client.get('/api/health')).status).toBe(200)
  expect((await client.get(`/api/bookings/${id}`)).body.booking.status).toBe('CONFIRMED')
  expect(lines.filter((line) => line === 'live.interrupted')).toHaveLength(1)
})

test('stops in time though the database is away', async () => {
  const own = await testDatabase()
  const way = await wayTo(own.url ?? '')
  onTestFinished(() => own.drop())
  const environment = readEnvironment({ DATABASE_URL: way.url })
  const server = await startServer({ port: 0, dataDir: 'memory', environment })
  way.cut()
  const began = performance.now()
  await server.close()
  expect(performance.now() - began).toBeLessThan(10_000)
})
