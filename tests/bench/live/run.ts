import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import postgres from 'postgres'
import { startPostgres } from '../../../scripts/find-postgres.mjs'
import { bench } from './measure.ts'

/** `npm run bench:live -- --clients 2000 --seconds 8` */
const { values } = parseArgs({
  options: { clients: { type: 'string', default: '2000' }, seconds: { type: 'string', default: '8' } },
})

// Flushed to the disk at each commit, as in earnest.
const server = await startPostgres(['max_connections=200'])
if (typeof server === 'string') {
  process.stdout.write(`Not run: ${server}.\n`)
  process.exit(1)
}
process.stdout.write(`${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)} before the start\n`)
const sql = postgres(server.url, { max: 40, fetch_types: false, connection: { search_path: 'payment_sync' } })
try {
  const pairs = Math.max(1, Math.round(Number(values.clients) / 2))
  for await (const line of bench(sql, server.url, pairs, Number(values.seconds))) process.stdout.write(`${line}\n`)
} finally {
  await sql.end({ timeout: 1 })
  server.stop()
}
