import { ANYTHING, EVERYTHING, sessionGroup, urlGroup } from '../../shared/groups.ts'

/** What is known of changes, at one moment. */
export interface Knowledge {
  /** Group → the stamp of its latest invalidation. */
  readonly ledger: ReadonlyMap<string, number>
  /** The highest stamp of any invalidation. */
  readonly changed: number
  readonly floor: number
  /** Groups of mutations whose outcome is unknown. */
  readonly unsettled: readonly string[]
}

/** What something is about: an entry, an answer that may become one, or a read under way. */
export interface About {
  readonly session: string
  readonly url: string
  readonly key: string
  readonly groups: readonly string[]
}

/** An answer that was delivered and couldn't be stored leaves its as-of here: nothing older may follow it. */
export const keyGroup = (key: string): string => `@key:${key}`

/** The groups that it is about by being what it is, beside those that it names. */
export function everyGroup({ session, url, key, groups }: About): string[] {
  return [...groups, EVERYTHING, sessionGroup(session), urlGroup(url), keyGroup(key)]
}

/**
 * The stamp below which it is wrong: the change fence. What was asked at that stamp or later has seen every change.
 * `groupsUnknown`: its body will tell more groups, so any invalidation may hit it.
 */
export function changedAt(about: About, { ledger, changed, floor }: Knowledge, groupsUnknown = false): number {
  const any = groupsUnknown || about.groups.includes(ANYTHING)
  return Math.max(floor, any ? changed : 0, ...everyGroup(about).map((group) => ledger.get(group) ?? 0))
}

/** Whether a mutation whose outcome is unknown may concern it. */
export function isUnsettled(about: About, { unsettled }: Knowledge, groupsUnknown = false): boolean {
  if (unsettled.length === 0) return false
  if (groupsUnknown || about.groups.includes(ANYTHING) || unsettled.includes(ANYTHING)) return true
  const mine = everyGroup(about)
  return unsettled.some((group) => mine.includes(group))
}
