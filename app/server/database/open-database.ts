import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { firstLine, StartError } from '../start-error.ts'
import { releaseAll } from '../http/idempotency-rows.ts'
import { SCHEMA, type Database } from './database.ts'
import { lockDirectory } from './lock-directory.ts'
import { migrate } from './migrate.ts'
import { openPglite } from './pglite-database.ts'
import { openPostgres } from './postgres-database.ts'
import { seed } from './seed.ts'

export interface DatabaseOptions {
  /** `memory` keeps nothing. Not used with a URL. */
  readonly dataDir: string
  readonly url?: string | undefined
  /** Deletes what is there first. */
  readonly reset?: boolean
}

/** The database, migrated, and seeded if it was empty. */
export async function openDatabase({ dataDir, url, reset = false }: DatabaseOptions): Promise<Database> {
  if (url !== undefined) return prepared(await openServer(url, reset))
  if (dataDir === 'memory') return prepared(await openPglite('memory'))
  return openDirectory(dataDir, reset)
}

const startOver = 'To start over with the demo data: npm start -- --reset'

async function prepared(database: Database): Promise<Database> {
  try {
    await migrate(database)
    await seed(database)
    await releaseAll(database)
    return database
  } catch (error) {
    // What went wrong before is what people need to hear.
    await database.close().catch(() => undefined)
    throw new StartError(`The database can't be brought up to date: ${firstLine(error)}. ${startOver}`)
  }
}

/** `ready` is written when all is made: what was killed before that has served nobody, and is made anew. */
async function openDirectory(directory: string, reset: boolean): Promise<Database> {
  const unlock = lockDirectory(directory)
  const files = join(directory, 'postgres')
  const ready = join(directory, 'ready')
  try {
    if (reset || !existsSync(ready)) {
      rmSync(ready, { force: true })
      rmSync(files, { recursive: true, force: true })
    }
    const database = await prepared(await openPglite(files))
    writeFileSync(ready, '')
    const close = async (): Promise<void> => {
      try {
        await database.close()
      } finally {
        unlock()
      }
    }
    return { ...database, close }
  } catch (error) {
    unlock()
    if (error instanceof StartError) throw error
    throw new StartError(`The data in DATA_DIR "${directory}" can't be opened: ${firstLine(error)}. ${startOver}`)
  }
}

async function openServer(url: string, reset: boolean): Promise<Database> {
  try {
    const database = await openPostgres(url)
    if (reset) await database.query(`drop schema ${SCHEMA} cascade; create schema ${SCHEMA}`)
    return database
  } catch (error) {
    throw new StartError(`The server that DATABASE_URL names can't be used: ${firstLine(error)}. Is it running?`)
  }
}
