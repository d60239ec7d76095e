import { parseArgs } from 'node:util'
import { readEnvironment } from './environment.ts'
import { logToConsole } from './log.ts'
import { startServer } from './start.ts'
import { firstLine, StartError } from './start-error.ts'

/** `tsx app/server/main.ts [--reset] [--static DIR]` */
async function main(): Promise<void> {
  const { reset, static: staticDir } = readArguments()
  const environment = readEnvironment(process.env)
  const server = await startServer({
    port: environment.PORT,
    dataDir: environment.DATA_DIR,
    staticDir,
    environment,
    reset,
    log: logToConsole,
    onListening: (url) => process.stdout.write(`payment-sync is at ${url}\n`),
  })
  const stop = (): void => {
    server.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

function readArguments(): { reset: boolean; static: string } {
  try {
    const options = {
      reset: { type: 'boolean', default: false },
      static: { type: 'string', default: 'dist/demo' },
    } as const
    return parseArgs({ options }).values
  } catch (error) {
    throw new StartError(`${firstLine(error)} Known are --reset and --static DIR.`)
  }
}

try {
  await main()
} catch (error) {
  process.stderr.write(`${error instanceof StartError ? error.message : firstLine(error)}\n`)
  process.exitCode = 1
}
