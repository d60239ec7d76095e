import type { MiddlewareHandler } from 'hono'
import { test as base, vi } from 'vitest'
import { readEnvironment } from '../../app/server/environment.ts'
import { startServer } from '../../app/server/start.ts'
import { api, logIn, type Person } from './person.ts'
import { testDatabase } from './test-database.ts'
import type { Database } from '../../app/server/database/database.ts'
import type { Log } from '../../app/server/log.ts'

// An embedded PostgreSQL takes seconds to start, many of them on a busy machine.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })

/** The server of one test file, and ways to get in between. */
export interface TestServer {
  readonly url: string
  readonly database: Database
  /** Undefined for the embedded one. */
  readonly databaseUrl: string | undefined
  /** Every endpoint, such as `GET /api/bookings/:id`. */
  readonly routes: readonly string[]
  /** How many live streams are open. */
  readonly streams: () => number
  /** Stands before every API route while it is set. */
  between: MiddlewareHandler | undefined
  /** Everything that was logged, as it would be printed. */
  readonly lines: string[]
}

/** Everybody the seed knows, and the server that all tests of a file share: each makes the bookings it needs. */
export const test = base.extend<{ $file: { server: TestServer; client: Person; stranger: Person; provider: Person } }>({
  server: [
    // oxlint-disable-next-line no-empty-pattern -- Vitest reads what a fixture needs from this pattern
    async ({}, use) => {
      const lines: string[] = []
      const log: Log = (level, event, fields) => void lines.push(JSON.stringify({ level, event, ...fields }))
      const server: { between: MiddlewareHandler | undefined } = { between: undefined }
      const own = await testDatabase()
      const running = await startServer({
        port: 0,
        dataDir: 'memory',
        // A test asks more in a second than people do in an hour.
        environment: readEnvironment({ DATABASE_URL: own.url, RATE_LIMIT: '9999999', LOGIN_LIMIT: '3' }),
        log,
        middleware: [(c, next) => (server.between ? server.between(c, next) : next())],
      })
      const { url, database, streams, app } = running
      const routes = app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`)
      await use(Object.assign(server, { url, database, streams, routes, databaseUrl: own.url, lines }))
      await running.close()
      await own.drop()
    },
    { scope: 'file' },
  ],
  client: [async ({ server }, use) => use(await logIn(server.url, 'client@example.com')), { scope: 'file' }],
  stranger: [async ({ server }, use) => use(await logIn(server.url, 'second-client@example.com')), { scope: 'file' }],
  provider: [async ({ server }, use) => use(await logIn(server.url, 'provider@example.com')), { scope: 'file' }],
})

/** Whoever has no cookie. */
export const nobody = (server: TestServer): Person => api(server.url)
