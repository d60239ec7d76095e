import type { FromWorker, Reason } from '../../shared/protocol.ts'
import { ANY_SESSION, EVERYTHING } from '../../shared/groups.ts'

/** What pages are told of one invalidation. Pages can't know the names of sessions: for them it is everything. */
export function invalidated(
  groups: readonly string[],
  told: { reason: Reason; stamp: number; before: number; born: string; unsettledFor?: number },
): FromWorker {
  return { type: 'invalidated', groups: forPages(groups), ...told }
}

export function forPages(groups: readonly string[]): string[] {
  const everything = groups.some((group) => group === EVERYTHING || group.startsWith(ANY_SESSION))
  return everything ? [EVERYTHING] : groups.filter((group) => !group.startsWith('@key:'))
}
