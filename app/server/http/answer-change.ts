import { serializeList } from 'structured-headers'
import type { Cause } from '../../../shared/domain.ts'
import type { Queryable } from '../database/database.ts'
import type { AppContext, Deps, Recordable } from './app-env.ts'
import { changeRows, changesHeader } from './change-rows.ts'

/** What a change made of things. */
export interface Changed {
  readonly body: Readonly<Record<string, unknown>>
  /** What every cache must forget (RFC 9875). */
  readonly groups: readonly string[]
  /** @default 200 */
  readonly status?: number
  readonly location?: string
}

/**
 * One change, in one transaction: the work, and the record of its answer for a repeat under the same
 * `Idempotency-Key`. Whenever the process dies, both happened or neither.
 */
export async function answerChange(
  c: AppContext,
  deps: Deps,
  cause: Cause,
  work: (transaction: Queryable) => Promise<Changed>,
): Promise<Response> {
  const answer = await changeRows(c, deps, cause, async (transaction) => {
    const changed = await work(transaction)
    const changes = [...(c.get('changes') ?? []), ...(await transaction.changes())]
    const made = toAnswer(changed, changes)
    await c.get('recorder')?.record(transaction, made)
    return made
  })
  return send(answer)
}

/** The header that names what is no longer right. */
export function invalidation(groups: readonly string[]): Record<string, string> {
  return { 'Cache-Group-Invalidation': serializeList(groups.map((group) => [group, new Map()])) }
}

export function send({ status, headers, body }: Recordable): Response {
  return new Response(body, { status, headers })
}

function toAnswer({ body, groups, status = 200, location }: Changed, changes: readonly string[]): Recordable {
  return {
    status,
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': 'private, no-store',
      ...invalidation(groups),
      ...changesHeader(changes),
      ...(location === undefined ? {} : { Location: location }),
    },
    body: JSON.stringify(body),
  }
}
