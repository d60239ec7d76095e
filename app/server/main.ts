import { parseArgs } from 'node:util'
import { readEnvironment } from './environment.ts'
import { logToConsole } from './log.ts'
import { startServer } from './start.ts'
import { firstLine, StartError } from './start-error.ts'

/** `tsx app/server/main.ts [--reset] [--static DIR]` */
async function main(): Promise<void> {
  const { reset, static: staticDir } = readArguments()
  const environment = readEnvironment(process.env)
  const starting = startServer({
    port: environment.PORT,
    dataDir: environment.DATA_DIR,
    staticDir,
    environment,
    reset,
    log: logToConsole,
    onListening: (url) => process.stdout.write(`payment-sync is at ${url}\n`),
  })
  // Also while it starts: a database that is being made is finished first.
  const stop = (): void => {
    starting
      .then((server) => server.close())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      )
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  await starting
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

function fail(error: unknown): never {
  process.stderr.write(`${error instanceof StartError ? error.message : firstLine(error)}\n`)
  process.exit(1)
}

// An error of the embedded database would be printed with the whole of its source.
process.on('uncaughtException', fail)
await main().catch(fail)
