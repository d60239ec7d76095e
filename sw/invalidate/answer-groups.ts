import { parseList } from 'structured-headers'
import { ANYTHING, MOST_GROUPS, ownName } from '../../shared/groups.ts'
import { expandTemplate, type TemplateSources } from '../../shared/group-template.ts'
import type { Template } from '../../shared/group-template.ts'
import type { Plan } from '../plan.ts'

/** What an answer is about: by the templates of its route, and by its own `Cache-Groups` (RFC 9875, section 2). */
export function answerGroups(plan: Plan, headers: Headers, body: () => unknown): string[] {
  const query = new URL(plan.request.url).searchParams
  const sources = {
    path: plan.path,
    query: (name: string) => query.get(name),
    body: plan.groupsInBody ? body() : undefined,
  }
  const named = expandAll(plan.route.groups, sources)
  const told = groupHeader(headers.get('cache-groups'))
  const groups = new Set([...(named ?? [ANYTHING]), ...(told ?? [ANYTHING])])
  return groups.size > MOST_GROUPS ? [ANYTHING] : [...groups]
}

/** Undefined: a value that a template needs is missing. */
export function expandAll(templates: readonly Template[], sources: TemplateSources): string[] | undefined {
  const expanded = templates.map((template) => expandTemplate(template, sources))
  return expanded.includes(undefined) ? undefined : expanded.flatMap((groups) => groups ?? [])
}

/**
 * The strings of a `Cache-Groups` or `Cache-Group-Invalidation` field (RFC 9875, with RFC 9651). Undefined where the
 * field can't be read: the caller assumes the worst.
 */
export function groupHeader(field: string | null): string[] | undefined {
  if (field === null) return []
  try {
    const groups = parseList(field).map(([item]) => item)
    // An inner list or a token is no group (RFC 9875, section 2); a name of ours would be forged.
    return groups.every((group): group is string => typeof group === 'string' && group !== '' && !ownName(group))
      ? groups
      : undefined
  } catch {
    // Not a structured field: what the server meant is unknown.
    return undefined
  }
}
