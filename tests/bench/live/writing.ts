import type postgres from 'postgres'
import { nowMs } from './clock.ts'

/** What the database does for each change of a booking. Each variant is a way to have the tables for a while. */
export const variants = {
  'no triggers of the live channel': 'alter table bookings disable trigger tell_booking',
  'triggers, without NOTIFY': `create or replace function write_changes(client bigint, provider bigint, touched text[])
    returns void language plpgsql set search_path from current as $$ begin
      perform pg_advisory_xact_lock('changes'::regclass::oid::bigint);
      insert into changes (user_id, groups) select distinct unnest(array[client, provider]), touched;
    end $$`,
  'triggers with NOTIFY, as shipped': '',
} as const

/** Writes one change after the other on several connections for a while. How many were committed in a second. */
export async function writeFor(
  sql: postgres.Sql,
  bookings: readonly string[],
  seconds: number,
  writers: number,
): Promise<number> {
  const until = nowMs() + seconds * 1_000
  const began = nowMs()
  const counts = await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      let count = 0
      // Each writer has bookings of its own: it is the triggers that are measured, and not waiting for a row.
      for (let at = writer; nowMs() < until; at += writers) {
        await sql`update bookings set note = '.' where id = ${bookings[at % bookings.length] ?? ''}`
        count += 1
      }
      return count
    }),
  )
  return counts.reduce((sum, count) => sum + count, 0) / ((nowMs() - began) / 1_000)
}

/** Writes changes evenly, one at a time. */
export async function writeEvenly(
  sql: postgres.Sql,
  bookings: readonly string[],
  perSecond: number,
  many: number,
): Promise<void> {
  const began = nowMs()
  const writes: Promise<unknown>[] = []
  for (let at = 0; at < many; at += 1) {
    const wait = began + (at * 1_000) / perSecond - nowMs()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    writes.push(sql`update bookings set note = '.' where id = ${bookings[at % bookings.length] ?? ''}`.execute())
  }
  await Promise.all(writes)
}
