import { DEAD_AFTER_SECONDS } from '../database/run.ts'
import type { Database, Queryable } from '../database/database.ts'
import type { Recordable } from './app-env.ts'

export interface KeyedRequest {
  readonly owner: string
  readonly key: string
  readonly method: string
  readonly path: string
  readonly bodyDigest: string
}

interface KeyRow {
  method: string
  path: string
  body_digest: string
  status: number | null
  headers: string
  body: string
}

/** Longer than any request may take: a claim older than this is nobody's any more, even of a run that lives. */
const claimSeconds = 120

/** Takes the key for this run, or tells what there is under it. */
export async function claimKey(
  database: Database,
  { owner, key, method, path, bodyDigest }: KeyedRequest,
  run: string,
): Promise<Recordable | 'ours' | 'running elsewhere' | 'another request'> {
  await database.query(`delete from idempotency_keys where created_at < now() - interval '24 hours'`, [])
  const [ours] = await database.query(
    `insert into idempotency_keys (owner, key, method, path, body_digest, claimed_by) values ($1, $2, $3, $4, $5, $6)
     on conflict (owner, key) do update set claimed_by = $6, claimed_at = now()
       where idempotency_keys.status is null
         and idempotency_keys.claimed_at < now() - $8 * interval '1 second'
         and (idempotency_keys.claimed_at < now() - $7 * interval '1 second' or not exists (
           select 1 from runs where id = idempotency_keys.claimed_by and seen_at > now() - $8 * interval '1 second'))
         and (idempotency_keys.method, idempotency_keys.path, idempotency_keys.body_digest) = ($3, $4, $5)
     returning 1`,
    [owner, key, method, path, bodyDigest, run, claimSeconds, DEAD_AFTER_SECONDS],
  )
  if (ours) return 'ours'
  const [row] = await database.query<KeyRow>('select * from idempotency_keys where owner = $1 and key = $2', [
    owner,
    key,
  ])
  // Released just now: ask again.
  if (!row) return 'running elsewhere'
  if (row.method !== method || row.path !== path || row.body_digest !== bodyDigest) return 'another request'
  if (row.status === null) return 'running elsewhere'
  return { status: row.status, headers: JSON.parse(row.headers) as Record<string, string>, body: row.body }
}

/**
 * Writes the answer down, in the transaction of the work if there is one. If another run has taken the key over
 * meanwhile, this throws, and the work is rolled back: it is the other's to do.
 */
export async function recordAnswer(
  on: Queryable,
  { owner, key }: KeyedRequest,
  run: string,
  { status, headers, body }: Recordable,
): Promise<void> {
  const [recorded] = await on.query(
    `update idempotency_keys set status = $4, headers = $5, body = $6
     where owner = $1 and key = $2 and claimed_by = $3 and status is null returning 1`,
    [owner, key, run, status, JSON.stringify(headers), body],
  )
  if (!recorded) throw new Error('the idempotency key was taken over by another run')
}

/** Nothing came of it: whoever comes next may try. */
export async function releaseKey(database: Database, { owner, key }: KeyedRequest, run: string): Promise<void> {
  await database.query(
    'delete from idempotency_keys where owner = $1 and key = $2 and claimed_by = $3 and status is null',
    [owner, key, run],
  )
}

/** At the start of the only run there is: what is claimed was claimed by the dead. */
export async function releaseAll(database: Database): Promise<void> {
  if (database.exclusive) await database.query('delete from idempotency_keys where status is null', [])
}
