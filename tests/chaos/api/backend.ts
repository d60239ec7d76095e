import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { MiddlewareHandler } from 'hono'
import type { Database } from '../../../app/server/database/database.ts'
import { readEnvironment } from '../../../app/server/environment.ts'
import { openApi } from '../../../app/server/open.ts'
import { ApiRecord } from '../../history/api-record.ts'
import { recordRequests } from '../../history/record-requests.ts'
import { Seeded } from '../../simulation/random/seeded.ts'
import { Network } from './network.ts'
import { recordCheckouts } from './record-checkouts.ts'

/** The real API on its embedded database, with a record of all that goes through, and the network before it. */
export interface Backend {
  /** For the browsers. */
  readonly url: string
  /** For everybody else. */
  readonly ownUrl: string
  readonly database: Database
  readonly network: Network
  /** Of this round. */
  readonly record: ApiRecord
  newRecord(): void
  close(): Promise<void>
}

/** @param staticDir the pages and workers that it serves */
export async function startBackend(staticDir: string, seed: number): Promise<Backend> {
  const network = new Network(new Seeded(seed))
  let record = new ApiRecord()
  const api = await openApi({
    dataDir: 'memory',
    environment: readEnvironment({}),
    staticDir,
    middleware: [
      network.before,
      (c, next) => recordRequests(record)(c, next),
      (c, next) => recordCheckouts(record, api.database)(c, next),
      network.after,
    ] satisfies MiddlewareHandler[],
  })
  // Other devices, and the payment provider, don't share the browsers' network.
  const own = await listening(createServer((incoming, outgoing) => void api.listener(incoming, outgoing)))
  api.reachableAt(urlOf(own))
  const server = createServer((incoming, outgoing) => {
    // On a connection that is kept alive, Chromium itself sends a request again that it lost without an answer, POST or
    // not, with no worker at all: that is not what is tested.
    outgoing.shouldKeepAlive = false
    void api.listener(incoming, outgoing)
  })
  server.on('connection', (socket) => network.connect(socket))
  await listening(server)
  return {
    url: urlOf(server),
    ownUrl: urlOf(own),
    database: api.database,
    network,
    get record() {
      return record
    },
    newRecord() {
      record = new ApiRecord()
    },
    async close() {
      await Promise.all([server, own].map(closed))
      await api.close()
    },
  }
}

async function listening(server: Server): Promise<Server> {
  server.listen(0, 'localhost')
  await once(server, 'listening')
  return server
}

async function closed(server: Server): Promise<void> {
  const over = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await over
}

const urlOf = (server: Server): string => `http://localhost:${(server.address() as AddressInfo).port}`
