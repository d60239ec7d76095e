import { randomBytes } from 'node:crypto'
import postgres from 'postgres'

/** A database of a test's own, and how to be rid of it. */
export interface TestDatabase {
  /** Undefined: the embedded one. */
  readonly url: string | undefined
  readonly drop: () => Promise<void>
}

/** The server to test on, which `npm test` sets where there is one. Without it everything runs on the embedded one. */
export const serverUrl = process.env['TEST_DATABASE_URL'] || undefined

/** An empty database on the server to test on, or none where there is no such server. */
export async function testDatabase(): Promise<TestDatabase> {
  if (serverUrl === undefined) return { url: undefined, drop: () => Promise.resolve() }
  const name = `test_${randomBytes(6).toString('hex')}`
  await asAdmin(serverUrl, `create database ${name}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => asAdmin(serverUrl ?? '', `drop database ${name} with (force)`) }
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    await sql.unsafe(statement)
  } finally {
    await sql.end()
  }
}
