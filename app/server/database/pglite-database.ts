import { PGlite, types, type Transaction } from '@electric-sql/pglite'
import { SCHEMA, type Database, type Queryable } from './database.ts'

/** PostgreSQL inside this process. `memory` keeps nothing. */
export async function openPglite(directory: string): Promise<Database> {
  const asText = (value: string): string => value
  // Numbers beyond 2^53 would arrive as BigInt, others not: strings, as from a server.
  const parsers = { [types.INT8]: asText }
  const pglite = await PGlite.create({ ...(directory === 'memory' ? {} : { dataDir: directory }), parsers })
  await pglite.exec(`create schema if not exists ${SCHEMA}; set search_path to ${SCHEMA}`)
  return {
    exclusive: true,
    ...queryOf(pglite),
    transaction: (work) => pglite.transaction((transaction) => work(queryOf(transaction))),
    listen: async (channel, listener, onListening) => {
      const stop = await pglite.listen(channel, listener)
      onListening?.()
      return () => stop()
    },
    close: () => pglite.close(),
  }
}

function queryOf(connection: PGlite | Transaction): Queryable {
  return {
    async query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]> {
      if (values) return (await connection.query<Row>(text, [...values])).rows
      const results = await connection.exec(text)
      return (results.at(-1)?.rows ?? []) as Row[]
    },
  }
}
