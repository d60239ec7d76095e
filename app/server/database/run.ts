import { randomUUID } from 'node:crypto'
import { atMost } from '../at-most.ts'
import { firstLine } from '../start-error.ts'
import type { Log } from '../log.ts'
import type { Queryable } from './database.ts'

const beatMs = 1_000

/** After so long without a sign of life a run counts as dead. Should it live after all, it finds its work taken over. */
export const DEAD_AFTER_SECONDS = 3

/** This process, among all that work on one database. */
export interface Run {
  readonly id: string
  stop(): Promise<void>
}

/** Gives a sign of life every second, so that what this run leaves unfinished when it dies isn't waited for. */
export async function startRun(database: Queryable, log: Log): Promise<Run> {
  const id = randomUUID()
  let missed = 0
  const beat = async (): Promise<void> => {
    try {
      await database.query('insert into runs (id) values ($1) on conflict (id) do update set seen_at = now()', [id])
      missed = 0
    } catch (error) {
      missed += 1
      if (missed === 1) log('warn', 'run.not-heard', { problem: firstLine(error) })
    }
  }
  await beat()
  await database.query(`delete from runs where seen_at < now() - interval '1 minute'`, [])
  const timer = setInterval(() => void beat(), beatMs)
  return {
    id,
    async stop() {
      clearInterval(timer)
      // It may be the database that is gone.
      await atMost(1_000, database.query('delete from runs where id = $1', [id]))
    },
  }
}
