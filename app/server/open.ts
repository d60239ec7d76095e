import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import { createApp, type AppOptions } from './app.ts'
import { openDatabase } from './database/open-database.ts'
import { startRun, type Run } from './database/run.ts'
import { databaseTransport } from './live/database-transport.ts'
import { startLive, type Live } from './live/start-live.ts'
import { logNothing, type Log } from './log.ts'
import { paystackClient } from './paystack/paystack-client.ts'
import type { Database } from './database/database.ts'
import type { Environment } from './environment.ts'
import type { AppEnv, Deps } from './http/app-env.ts'

export interface OpenOptions extends AppOptions {
  /** `memory` keeps nothing; a directory belongs to one process at a time. */
  readonly dataDir: string
  readonly environment: Environment
  /** Deletes the data first. */
  readonly reset?: boolean
  /** @default nothing is logged */
  readonly log?: Log
}

/** The API with its database open, waiting for a port or for another server to mount it. */
export interface OpenApi {
  readonly app: Hono<AppEnv>
  readonly database: Database
  /** For `http.createServer`, or a Vite dev server in middleware mode. */
  readonly listener: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>
  /** Must be told before anybody pays: the sandbox is called over HTTP, like Paystack. */
  reachableAt(url: string): void
  /** How many browsers listen to the live channel. */
  readonly streams: () => number
  /** What would never end by itself. No new streams are opened. */
  endStreams(): void
  close(): Promise<void>
}

/**
 * @example
 * const api = await openApi({ dataDir: '.data', environment: readEnvironment(process.env) })
 * vite.middlewares.use((req, res, next) => (/^\/(api|sandbox)\//.test(req.url ?? '') ? api.listener(req, res) : next()))
 * api.reachableAt('http://localhost:5173')
 */
export async function openApi(options: OpenOptions): Promise<OpenApi> {
  const { dataDir, environment, reset = false, log = logNothing } = options
  const database = await openDatabase({ dataDir, url: environment.DATABASE_URL, reset })
  const { run, live } = await begin(database, log)
  let url: string | undefined
  const ownUrl = (): string => {
    if (url === undefined) throw new Error('reachableAt() was not called')
    return url
  }
  const sandbox = environment.PAYSTACK_SECRET_KEY === undefined
  const paystackKey = environment.PAYSTACK_SECRET_KEY ?? `sk_sandbox_${randomBytes(24).toString('hex')}`
  const base = (): string => (sandbox ? `${ownUrl()}/sandbox/paystack` : environment.PAYSTACK_API_URL)
  const paystack = paystackClient(base, paystackKey)
  const deps: Deps = { database, log, live: live.hub, run: run.id, environment, paystack, paystackKey, sandbox, ownUrl }
  const app = createApp(deps, options)
  return {
    app,
    database,
    listener: getRequestListener(app.fetch),
    reachableAt: (address) => {
      url = address
    },
    streams: () => live.hub.count,
    endStreams: () => live.hub.close(),
    close: async () => {
      await live.stop()
      await run.stop()
      await database.close()
    },
  }
}

async function begin(database: Database, log: Log): Promise<{ run: Run; live: Live }> {
  try {
    return {
      run: await startRun(database, log),
      live: await startLive(database, databaseTransport(database, log), log),
    }
  } catch (error) {
    await database.close()
    throw error
  }
}
