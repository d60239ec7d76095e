import { createHash } from 'node:crypto'
import { tooMany } from '../http/limit-requests.ts'
import type { Queryable } from '../database/database.ts'

/** How long it takes until another guess is there, in seconds. */
const costSeconds = 60

/**
 * Guesses at passwords, counted for all instances together: whoever guesses would ask each of them. A guess is taken
 * before the password is looked at, so that many at once count, and given back if it was right. Counted by email and
 * address together, so that nobody can lock another out, and by address alone, ten times as many.
 */
export function loginLimit(database: Queryable, most: number, address: string, email: string) {
  const counters: readonly (readonly [string, number])[] = [
    [hash(`${address} ${email.toLowerCase()}`), most],
    [hash(address), most * 10],
  ]
  return {
    /** @throws Problem 429 */
    async take(): Promise<void> {
      for (const [who, allowed] of counters) await takeOne(database, who, allowed)
    },
    async giveBack(): Promise<void> {
      await database.query(
        `update failed_logins set restored_at = restored_at - $2 * interval '1 second' where who = any($1::text[])`,
        [counters.map(([who]) => who), costSeconds],
      )
      await database.query('delete from failed_logins where restored_at < now()', [])
    },
  }
}

async function takeOne(database: Queryable, who: string, allowed: number): Promise<void> {
  const [taken] = await database.query(
    `insert into failed_logins as f (who, restored_at) values ($1, now() + $2 * interval '1 second')
     on conflict (who) do update set restored_at = greatest(f.restored_at, now()) + $2 * interval '1 second'
       where greatest(f.restored_at, now()) + $2 * interval '1 second' <= now() + $3 * interval '1 second'
     returning 1`,
    [who, costSeconds, costSeconds * allowed],
  )
  if (!taken) throw tooMany('Too many wrong passwords', costSeconds * 1_000)
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url')
