import { setTimeout as pause } from 'node:timers/promises'
import type postgres from 'postgres'
import { nowMs, quantile } from './clock.ts'
import { makeCrowd } from './crowd.ts'
import { startBrowsers, startInstance, type Browsers } from './processes.ts'
import { measureReads } from './reading.ts'
import { variants, writeEvenly, writeFor } from './writing.ts'

const ms = (value: number): string => `${value.toFixed(1)} ms`
const kib = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KiB`

/** All that is measured, line by line as it is found: for people, and for docs/scaling.md. */
export async function* bench(
  sql: postgres.Sql,
  databaseUrl: string,
  pairs: number,
  seconds: number,
): AsyncGenerator<string> {
  const first = await startInstance(databaseUrl)
  const second = await startInstance(databaseUrl)
  const browsers = startBrowsers()
  try {
    const { clients, providers, bookings } = await makeCrowd(sql, pairs)
    await pause(2_000)
    const empty = [first.memory(), second.memory()]
    const began = nowMs()
    await browsers.open(
      first.port,
      clients.map(({ cookie }) => cookie),
    )
    const open = await browsers.open(
      second.port,
      providers.map(({ cookie }) => cookie),
    )
    yield `${open} streams on two instances, opened in ${((nowMs() - began) / 1_000).toFixed(1)} s`
    await pause(3_000)
    const full = [first.memory(), second.memory()]
    const each = full.map((bytes, at) => (bytes - (empty[at] ?? 0)) / pairs)
    yield `memory: ${each.map(kib).join(' and ')} for each stream; an instance without any ${kib(empty[0] ?? 0)}`
    const idle = first.processor()
    await pause(5_000)
    yield `processor of an instance with ${pairs} idle streams: ${(((first.processor() - idle) / 5) * 100).toFixed(1)} % of one core`

    await writeEvenly(sql, bookings, 50, 200)
    await delays(sql, browsers, 0)
    await writeEvenly(sql, bookings, 50, 500)
    yield `one booking changes, 50 times a second, to the last of its two browsers: ${await delays(sql, browsers, 1_000)}`
    const before = first.processor() + second.processor()
    for (let round = 0; round < 10; round += 1) {
      await sql`update bookings set note = '.' where id >= ${bookings[0] ?? ''}`
      await pause(500)
    }
    yield `one transaction concerns everybody, ten times, to the last of ${open} browsers: ${await rounds(sql, browsers, pairs * 2)}`
    const spent = first.processor() + second.processor() - before
    yield `processor of an instance for each event told: ${((spent * 1_000) / (10 * pairs * 2)).toFixed(3)} ms`

    for (const [name, statement] of Object.entries(variants).toReversed()) {
      if (statement !== '') await sql.unsafe(statement)
      const used = [first.processor(), second.processor()]
      const rate = await writeFor(sql, bookings, seconds, 16)
      const busy = ((first.processor() - (used[0] ?? 0)) / seconds) * 100
      const lag = name.includes('as shipped') ? `; ${await delays(sql, browsers, 2_000)}` : ''
      yield `${name}: ${rate.toFixed(0)} changes/s sustained by 16 writers, an instance uses ${busy.toFixed(0)} % of a core${lag}`
      await browsers.report()
    }
    const alone = await writeFor(sql, bookings, 3, 1)
    yield `no triggers of the live channel, one writer: ${(1_000 / alone).toFixed(2)} ms for each commit`
    yield await measureReads(first, clients)
  } finally {
    for (const each of [first, second, browsers]) each.kill()
  }
}

/** When each change was numbered, by the database's clock: just before its commit. */
async function numbered(sql: postgres.Sql, seqs: readonly string[]): Promise<Map<string, number>> {
  const rows = await sql<{ seq: string; at: number; transaction: string }[]>`
    select seq, (extract(epoch from at) * 1000)::float8 at from changes where seq = any(${`{${seqs.join()}}`}::text::bigint[])`
  return new Map(rows.map(({ seq, at }) => [seq, at]))
}

/** Of each change, how long it took to its browser. Nothing may be missing. */
async function delays(sql: postgres.Sql, browsers: Browsers, settleMs: number): Promise<string> {
  await pause(Math.max(500, settleMs))
  const { changes, lost } = await browsers.report()
  const at = await numbered(
    sql,
    changes.map(([seq]) => seq),
  )
  // Two rows of one change, one for each browser: the later one counts.
  const late = changes.map(([seq, , last]) => last - (at.get(seq) ?? Number.NaN))
  const twice = changes.filter(([, times]) => times !== 1).length
  return (
    `p50 ${ms(quantile(late, 0.5))}, p99 ${ms(quantile(late, 0.99))}, most ${ms(Math.max(...late))} ` +
    `(${changes.length} told, ${twice} told twice, ${lost} streams lost)`
  )
}

/** Of each transaction, how long it took to the last browser. */
async function rounds(sql: postgres.Sql, browsers: Browsers, each: number): Promise<string> {
  await pause(1_000)
  const { changes, lost } = await browsers.report()
  const sorted = changes.toSorted(([a], [b]) => Number(BigInt(a) - BigInt(b)))
  const at = await numbered(
    sql,
    sorted.map(([seq]) => seq),
  )
  const late: number[] = []
  for (let from = 0; from < sorted.length; from += each) {
    const round = sorted.slice(from, from + each)
    // The last number is the one nearest to the commit.
    const committed = at.get(round.at(-1)?.[0] ?? '') ?? Number.NaN
    late.push(Math.max(...round.map(([, , last]) => last)) - committed)
  }
  return `p50 ${ms(quantile(late, 0.5))}, most ${ms(Math.max(...late))} (${changes.length} told, ${lost} streams lost)`
}
