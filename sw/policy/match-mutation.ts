import type { MutationMatch } from '../plan.ts'
import type { CompiledPolicy, MutationRoute } from './compile-policy.ts'
import { decoded } from './match-read.ts'

const safe = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])

/** Undefined: it changes nothing that we know of, and is not touched. */
export function matchMutation(policy: CompiledPolicy, request: Request): MutationMatch | undefined {
  const { method, url } = request
  for (const route of policy.mutations) {
    const { methods } = route.rule
    if (!methods.includes(method) && !methods.includes('*')) continue
    // HEAD and OPTIONS of a login form are no login, whatever the methods say.
    if (method === 'HEAD' || method === 'OPTIONS') continue
    const found = route.pattern.exec(url)
    if (found) return exempt(route) ? undefined : { request, route, path: decoded(found.pathname.groups) }
  }
  if (safe.has(method) || !policy.watch.some((pattern) => pattern.test(url))) return undefined
  return { request, route: undefined, path: {} }
}

/** `invalidates: []`: analytics and the like. */
const exempt = ({ rule }: MutationRoute): boolean => rule.invalidates.length === 0 && rule.session === undefined
