/** What the server says has changed. Without `changes` it stands for a gap: nobody can tell what was missed. */
export interface LiveEvent {
  /** Where a stream goes on from; empty where the server gave none. */
  readonly id: string
  readonly groups: readonly string[]
  readonly changes: readonly string[]
}

/** More than the worker reads in one message is a gap. */
const MOST = 5_000

export const gap = (id: string): LiveEvent => ({ id, groups: ['*'], changes: [] })

/** `data: {"groups": [...], "changes": [...]}`. What can't be read may have been anything: a gap. */
export function readEvent({ data, lastEventId }: Pick<MessageEvent<string>, 'data' | 'lastEventId'>): LiveEvent {
  try {
    const { groups, changes = [] } = JSON.parse(data) as { readonly groups: unknown; readonly changes?: unknown }
    if (areNames(groups) && areNames(changes)) return { id: lastEventId, groups, changes }
  } catch {
    // The server's mistake, and the worst case is a correct answer to it.
  }
  return gap(lastEventId)
}

/** Both as one: the later id, and all that they tell. */
export function merge(one: LiveEvent | undefined, other: LiveEvent): LiveEvent {
  if (!one) return other
  const groups = [...new Set([...one.groups, ...other.groups])]
  const changes = [...one.changes, ...other.changes]
  const id = other.id || one.id
  // Of a gap no change is known.
  const isGap =
    [one, other].some((event) => event.changes.length === 0) || Math.max(groups.length, changes.length) > MOST
  return isGap ? gap(id) : { id, groups, changes }
}

const areNames = (names: unknown): names is string[] =>
  Array.isArray(names) && names.length <= MOST && names.every((name) => isName(name))

/** A server can't mean the library's own. */
const isName = (name: unknown): boolean =>
  typeof name === 'string' && name !== '' && name.length < 4_096 && !name.startsWith('@')
