import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer as createVite } from 'vite'
import { readEnvironment } from '../app/server/environment.ts'
import { logToConsole } from '../app/server/log.ts'
import { openApi } from '../app/server/open.ts'
import { firstLine } from '../app/server/start-error.ts'
import { under } from './places.ts'

/** The API and the demo's sources on one origin, because a worker serves only its own; Ctrl-C ends both. */
async function main(): Promise<void> {
  const environment = readEnvironment(process.env)
  const server = createServer()
  const api = await openApi({
    dataDir: environment.DATA_DIR,
    environment,
    reset: process.argv.includes('--reset'),
    log: logToConsole,
  })
  const vite = await createVite({
    configFile: under('vite.config.ts'),
    appType: 'spa',
    server: { middlewareMode: true, hmr: { server } },
  })
  server.on('request', (request, response) => {
    if (/^\/(api|sandbox)(\/|$)/.test(request.url ?? '')) void api.listener(request, response)
    else vite.middlewares(request, response)
  })

  const stop = async (): Promise<void> => {
    server.closeAllConnections()
    server.close()
    await vite.close()
    await api.close()
  }
  process.once('SIGINT', () => void stop().finally(() => process.exit()))
  process.once('SIGTERM', () => void stop().finally(() => process.exit()))

  server.once('error', (error: Error & { code?: string }) => {
    const inUse = error.code === 'EADDRINUSE'
    process.stderr.write(
      inUse ? `Port ${environment.PORT} is in use: set PORT to another one.\n` : `${firstLine(error)}\n`,
    )
    void stop().finally(() => process.exit(1))
  })
  server.listen(environment.PORT, environment.HOST, () => {
    const url = `http://localhost:${(server.address() as AddressInfo).port}`
    api.reachableAt(url)
    process.stdout.write(`payment-sync is at ${url}, from its sources\n`)
  })
}

try {
  await main()
} catch (error) {
  process.stderr.write(`${firstLine(error)}\n`)
  process.exit(1)
}
