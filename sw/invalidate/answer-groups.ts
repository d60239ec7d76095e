import { ANYTHING, MOST_GROUPS, ownName } from '../../shared/groups.ts'
import { expandTemplate, type TemplateSources } from '../../shared/group-template.ts'
import type { Template } from '../../shared/group-template.ts'
import type { Plan } from '../plan.ts'

/** What an answer is about: by the templates of its route, and by its own `Cache-Groups` (RFC 9875, section 2). */
export function answerGroups(plan: Plan, headers: Headers, body: () => unknown): string[] {
  const named = expandAll(plan.route.groups, {
    path: plan.path,
    query: new URL(plan.request.url).searchParams,
    body: plan.groupsInBody ? body() : undefined,
  })
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
 * The strings of a `Cache-Groups` or `Cache-Group-Invalidation` field (RFC 9875), as `Headers` gives it: lines joined,
 * without spaces around. Undefined where the field can't be read: the caller assumes the worst.
 */
export function groupHeader(field: string | null): string[] | undefined {
  const groups: string[] = []
  const text = field ?? ''
  const next = new RegExp(member, 'y')
  while (next.lastIndex < text.length) {
    const group = next.exec(text)?.[1]?.replaceAll(/\\(.)/g, '$1')
    // No group (RFC 9875, section 2) is a token, a number or an inner list; and a name of ours would be forged.
    if (group === undefined || group === '' || ownName(group)) return undefined
    groups.push(group)
  }
  return groups
}

/** RFC 9651, section 4.2: a String, its parameters (which mean nothing here), and the comma before another member. */
const string = /"((?:[ !#-[\]-~]|\\["\\])*)"/.source
const token = /[A-Za-z*][\w!#$%&'*+.^`|~:/-]*/.source
const numberOrDate = /-?(?:\d{1,15}|\d{1,12}\.\d{1,3})|@-?\d{1,15}/.source
const bytesOrBoolean = /:[A-Za-z\d+/=]*:|\?[01]/.source
const parameter = `; *[a-z*][a-z\\d_.*-]*(?:=(?:${string}|${token}|${numberOrDate}|${bytesOrBoolean}))?`
const member = `${string}(?:${parameter})*[ \t]*(?:,[ \t]*(?!$)|$)`
