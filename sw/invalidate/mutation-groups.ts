import { ANY_SESSION, EVERYTHING, urlGroup } from '../../shared/groups.ts'
import { expandAll, groupHeader } from './answer-groups.ts'
import type { MutationMatch } from '../plan.ts'

export interface MutationTells {
  /** The request's JSON body, where the rule needs it. */
  readonly body?: unknown
  /** The answer's, where the rule needs it. */
  readonly response?: unknown
  readonly headers?: Headers
}

/**
 * What a mutation makes wrong: by its rule, by `Cache-Group-Invalidation` (RFC 9875, section 3), and the URLs that
 * RFC 9111, section 4.4 names. Where a value is missing, the worst: everything, in all sessions, since what one of them changed
 * may be on another's list.
 */
export function mutationGroups({ route, request, path }: MutationMatch, tells: MutationTells): string[] {
  if (!route) return [EVERYTHING]
  const query = new URL(request.url).searchParams
  const named = expandAll(route.invalidates, { ...tells, path, query }) ?? [EVERYTHING]
  const told = groupHeader(tells.headers?.get('cache-group-invalidation') ?? null) ?? [EVERYTHING]
  return [...new Set([...named, ...told, addressGroup(request.url), ...locations(request, tells.headers)])]
}

/** While nobody knows the outcome: what the answer would have named is unknown too. */
export function unknownGroups(match: MutationMatch, body: unknown): string[] {
  if (match.route?.rule.session) return [EVERYTHING, ANY_SESSION]
  return match.route?.needsResponse === true ? [EVERYTHING] : mutationGroups(match, { body })
}

function locations(request: Request, headers: Headers | undefined): string[] {
  return ['location', 'content-location'].flatMap((name) => {
    const value = headers?.get(name)
    if (value === null || value === undefined || !URL.canParse(value, request.url)) return []
    const url = new URL(value, request.url)
    // Only of the same origin (RFC 9111, section 4.4).
    return url.origin === new URL(request.url).origin ? [addressGroup(url.href)] : []
  })
}

/** Entries know nothing of fragments. */
const addressGroup = (url: string): string => urlGroup(url.replace(/#.*/, ''))
