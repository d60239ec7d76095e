import type { Queryable } from '../database/database.ts'
import type { Change } from './change-transport.ts'

interface ChangeRow {
  readonly seq: string
  readonly user_id: string
  readonly groups: readonly string[]
}

/** How many changes are read at once: an import of a million rows must not become one answer. */
export const MOST_AT_ONCE = 5_000

const toChange = ({ seq, user_id: userId, groups }: ChangeRow): Change => ({ seq: BigInt(seq), userId, groups })

/** The oldest that come after a number, in order. */
export async function changesAfter(database: Queryable, seq: bigint): Promise<Change[]> {
  const rows = await database.query<ChangeRow>(
    'select seq, user_id, to_json(groups) groups from changes where seq > $1 order by seq limit $2',
    [String(seq), MOST_AT_ONCE],
  )
  return rows.map(toChange)
}

/** The newest number that was given. */
export async function newestChange(database: Queryable): Promise<bigint> {
  const [row] = await database.query<{ seq: string }>(
    'select greatest((select max(seq) from changes), (select seq from changes_floor)) seq',
    [],
  )
  return BigInt(row?.seq ?? 0)
}

/** A user's after a number, or undefined where some were pruned, or are more than a page can use. */
export async function missedChanges(database: Queryable, userId: string, seq: bigint): Promise<Change[] | undefined> {
  const rows = await database.query<ChangeRow>(
    'select seq, user_id, to_json(groups) groups from changes where user_id = $1 and seq > $2 order by seq limit $3',
    [userId, String(seq), MOST_AT_ONCE],
  )
  // After the rows: had any been pruned before they were read, the floor would tell.
  const [floor] = await database.query<{ seq: string }>('select seq from changes_floor', [])
  const gone = floor === undefined || BigInt(floor.seq) > seq
  return gone || rows.length === MOST_AT_ONCE ? undefined : rows.map(toChange)
}

/** Forgets what is older than a day, and remembers up to where. In one statement: nobody sees one without the other. */
export async function pruneChanges(database: Queryable): Promise<void> {
  await database.query(
    `with kept as (
       select seq from changes where at >= now() - interval '1 day' order by seq limit 1
     ), gone as (
       delete from changes where at < now() - interval '1 day' and seq < coalesce((select seq from kept), 9223372036854775807)
       returning seq
     )
     update changes_floor set seq = greatest(seq, (select max(gone.seq) from gone))`,
    [],
  )
}
