import { readdir, readFile } from 'node:fs/promises'
import type { Database } from './database.ts'

const directory = new URL('./migrations/', import.meta.url)

/**
 * Runs the numbered SQL files that this database has not seen, in order, each in a transaction.
 *
 * @param last the number of the last one, as text: for a database as it was before
 */
export async function migrate(database: Database, last = '999'): Promise<void> {
  await database.query(`
    create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())`)
  const names = (await readdir(directory))
    .filter((name) => /^\d{3}-.*\.sql$/.test(name) && name.slice(0, 3) <= last)
    .sort()
  for (const name of names) {
    const text = await readFile(new URL(name, directory), 'utf8')
    await database.transaction(async (transaction) => {
      // Two instances that start together: the second one waits, then finds it done.
      await transaction.query('lock table migrations in exclusive mode')
      const done = await transaction.query('select 1 from migrations where name = $1', [name])
      if (done.length > 0) return
      await transaction.query(text)
      await transaction.query('insert into migrations (name) values ($1)', [name])
    })
  }
}
