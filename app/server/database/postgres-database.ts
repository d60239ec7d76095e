import postgres from 'postgres'
import { SCHEMA, type Database, type Queryable } from './database.ts'

/** A PostgreSQL server, which other instances of this API may use at the same time. */
export async function openPostgres(url: string): Promise<Database> {
  const sql = postgres(url, {
    connection: {
      search_path: SCHEMA,
      application_name: 'payment-sync',
      // In ms. An instance that stalls in the middle of a commit must not hold up all others.
      idle_in_transaction_session_timeout: 60_000,
    },
    onnotice: () => undefined,
    connect_timeout: 10,
    // In seconds: after a long outage, too, it is back within one. The default grows to 20.
    backoff: (retries) => Math.min(0.05 * 2 ** retries, 1) * (0.5 + Math.random() / 2),
    // Asked for by default when a connection opens, by a promise that nobody awaits: one that breaks just then ended the
    // process, or left the first query waiting for ever (postgres 3.4.9, by cutting connections in a loop).
    fetch_types: false,
  })
  try {
    await sql.unsafe(`create schema if not exists ${SCHEMA}`)
  } catch (error) {
    await sql.end({ timeout: 1 })
    throw error
  }
  return {
    exclusive: false,
    ...queryOf(sql),
    transaction: async <Result>(work: (transaction: Queryable) => Promise<Result>): Promise<Result> =>
      (await sql.begin((transaction) => work(queryOf(transaction)))) as Result,
    async listen(channel, listener, onListening) {
      const listening = await sql.listen(channel, listener, onListening)
      return () => listening.unlisten()
    },
    close: () => sql.end({ timeout: 5 }),
  }
}

function queryOf(connection: postgres.Sql | postgres.TransactionSql): Queryable {
  return {
    async query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]> {
      if (values) return [...(await connection.unsafe(text, values.map(parameter)))] as Row[]
      const results: unknown[] = [...(await connection.unsafe(text))]
      return (Array.isArray(results.at(-1)) ? [...(results.at(-1) as Row[])] : results) as Row[]
    },
  }
}

/** A list as PostgreSQL writes it: without the types of its arrays the driver doesn't know how. */
function parameter(value: unknown): postgres.ParameterOrJSON<never> {
  const text = (item: unknown): string => `"${String(item).replace(/["\\]/g, '\\$&')}"`
  return (Array.isArray(value) ? `{${value.map(text).join()}}` : value) as postgres.ParameterOrJSON<never>
}
