import type { MiddlewareHandler } from 'hono'
import type { Cause } from '../../../shared/domain.ts'
import type { Queryable } from '../database/database.ts'
import type { AppContext, AppEnv, Deps } from './app-env.ts'

/**
 * Names the changes that a request made, as far as its own user is told of them: its browser needn't hear of those once
 * more. It waits for none that only others are told of.
 */
export const CHANGES_HEADER = 'Payment-Sync-Changes'

/** A transaction of a request, and the numbers of the changes that it wrote; the triggers write them when asked. */
export interface Changing extends Queryable {
  /** Call it last: from here on, all other changes wait. */
  readonly changes: () => Promise<readonly string[]>
}

/**
 * Work on bookings and payments, in one transaction that the audit trail can name the cause of. What it changed is
 * named in the answer, whatever becomes of the request.
 */
export async function changeRows<Result>(
  c: AppContext,
  { database }: Deps,
  cause: Cause,
  work: (transaction: Changing) => Promise<Result>,
): Promise<Result> {
  let written: readonly string[] | undefined
  const result = await database.transaction(async (transaction) => {
    await transaction.query(
      `select set_config('payment_sync.cause', $1, true), set_config('payment_sync.actor', $2, true)`,
      [cause, c.get('user')?.id ?? ''],
    )
    const changes = async (): Promise<readonly string[]> => (written ??= await changesOf(transaction))
    const done = await work({ query: transaction.query.bind(transaction), changes })
    await changes()
    return done
  })
  c.set('changes', [...(c.get('changes') ?? []), ...(written ?? [])])
  return result
}

async function changesOf(transaction: Queryable): Promise<string[]> {
  const rows = await transaction.query<{ seq: string }>(
    `set constraints all immediate;
     select seq from changes where transaction = pg_current_xact_id_if_assigned()
       and user_id = nullif(current_setting('payment_sync.actor', true), '')::bigint order by seq`,
  )
  return rows.map(({ seq }) => seq)
}

/** The header for these, if there are any. */
export const changesHeader = (changes: readonly string[]): Record<string, string> =>
  changes.length === 0 ? {} : { [CHANGES_HEADER]: changes.join(', ') }

/** Adds the header to whatever is answered, failures included. */
export const tellChanges: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next()
  const changes = c.get('changes') ?? []
  if (changes.length > 0) c.res.headers.set(CHANGES_HEADER, changes.join(', '))
}
