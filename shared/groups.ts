/**
 * Groups name what an answer is about (RFC 9875, section 2): an invalidation of `booking:7` hits every entry that
 * belongs to `booking:7`. Names that begin with `@` are the library's own.
 */

/** Every entry belongs to it. */
export const EVERYTHING = '*'

/** Every invalidation hits it: for an answer of which we cannot tell what it is about. */
export const ANYTHING = '@any'

/** The group of one URL, so that one address can be invalidated like anything else. */
export const urlGroup = (url: string): string => `@url:${url}`

/** The group of one session (a partition of the store). */
export const sessionGroup = (session: string): string => `@session:${session}`

/** It may be that a session began or ended: nobody knows. */
export const ANY_SESSION: string = sessionGroup('')

/** An entry with more groups than this belongs to {@link ANYTHING}: the ledger look-up must stay small. */
export const MOST_GROUPS = 256

/** A name that comes from outside (a page, a server) may not be one of the library's own. */
export function ownName(group: string): boolean {
  return group.startsWith('@')
}
