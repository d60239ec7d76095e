import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Database } from './database/database.ts'
import { openApi, type OpenApi, type OpenOptions } from './open.ts'
import { firstLine, StartError } from './start-error.ts'
import { gracefulStop } from './stop-gracefully.ts'

export interface StartOptions extends OpenOptions {
  /** 0 is any free one. */
  readonly port: number
  readonly onListening?: (url: string) => void
}

export interface RunningServer {
  readonly url: string
  readonly port: number
  /** For tests that look behind the API. */
  readonly database: Database
  readonly app: OpenApi['app']
  /** How many browsers listen to the live channel here. */
  readonly streams: () => number
  /** Ends the live streams, lets running requests end, for 15 s at most, then closes the database. */
  close(): Promise<void>
}

/**
 * The whole demo server: page, API, database.
 *
 * @throws StartError one line that says what to do
 * @example const { url, close } = await startServer({ port: 0, dataDir: 'memory', environment: readEnvironment({}) })
 */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const api = await openApi(options)
  const server = createServer((incoming, outgoing) => void api.listener(incoming, outgoing))
  const stop = gracefulStop(server, options.environment.PAYSTACK_SECRET_KEY === undefined)
  try {
    await listen(server, options.port, options.environment.HOST)
  } catch (error) {
    await api.close()
    throw error
  }
  const { address, family, port } = server.address() as AddressInfo
  const any = address === '::' || address === '0.0.0.0'
  api.reachableAt(`http://${any ? 'localhost' : family === 'IPv6' ? `[${address}]` : address}:${port}`)
  const url = `http://localhost:${port}`
  options.onListening?.(url)
  const close = async (): Promise<void> => {
    api.endStreams()
    await stop()
    await api.close()
  }
  let closed: Promise<void> | undefined
  return { url, port, database: api.database, app: api.app, streams: api.streams, close: () => (closed ??= close()) }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: Error & { code?: string }) => {
      const inUse = error.code === 'EADDRINUSE'
      reject(
        new StartError(
          inUse
            ? `Port ${port} is in use. Stop what runs there, or set PORT to another one (0 takes any free port).`
            : `Can't listen on ${host}:${port}: ${firstLine(error)}. Set HOST and PORT to what this machine has.`,
        ),
      )
    })
    server.listen(port, host, resolve)
  })
}
