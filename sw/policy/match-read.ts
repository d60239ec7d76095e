import { expandTemplate } from '../../shared/group-template.ts'
import { ANYTHING } from '../../shared/groups.ts'
import type { Plan, Session } from '../plan.ts'
import type { CompiledPolicy, ReadRoute } from './compile-policy.ts'
import { requestMode } from './request-mode.ts'

/** A request that the policy names, before its session is known. Synchronous: `respondWith` can't wait. */
export interface ReadMatch {
  readonly request: Request
  readonly url: URL
  readonly route: ReadRoute
  readonly path: Readonly<Record<string, string | undefined>>
}

/** Undefined: not ours, the request is not touched. */
export function matchRead(policy: CompiledPolicy, request: Request): ReadMatch | undefined {
  if (request.method !== 'GET' || !isPlainRead(request)) return undefined
  for (const route of policy.routes) {
    const found = route.pattern.exec(request.url)
    if (found) return { request, url: new URL(request.url), route, path: decoded(found.pathname.groups) }
  }
  return undefined
}

/** Navigations, downloads, ranges, event streams and requests with conditions of their own are left to the browser. */
function isPlainRead({ mode, destination, headers, integrity }: Request): boolean {
  if (mode === 'navigate' || mode === 'no-cors' || destination !== '' || integrity !== '') return false
  if (headers.get('accept')?.includes('text/event-stream')) return false
  return ![...headers].some(([name]) => name === 'range' || name.startsWith('if-'))
}

/** The plan for a match, once its session is known. */
export function readPlan(match: ReadMatch, policy: CompiledPolicy, session: Session, clientId: string): Plan {
  const { request, route, path } = match
  const { bustParameters } = policy.policy
  const asked = match.url.searchParams
  const url = keyUrl(match, policy)
  const key = `${session.id} ${url}`
  return {
    ...requestMode(
      request,
      bustParameters.some((name) => asked.has(name)),
    ),
    request,
    clientId,
    session,
    route,
    url,
    key,
    flightKey: `${key} ${request.redirect} ${headersOf(request, policy.policy.ignoreHeaders)}`,
    knownGroups: route.groups
      .filter(({ source }) => source !== 'body')
      .flatMap((template) => expandTemplate(template, { path, query: asked }) ?? [ANYTHING]),
    groupsInBody: route.groups.some(({ source }) => source === 'body'),
    path,
  }
}

/** Without the parameters that mean nothing, lists sorted. */
export function keyUrl({ url, route }: ReadMatch, { policy }: CompiledPolicy): string {
  const without = [...policy.bustParameters, ...policy.ignoreParameters]
  const kept = new URL(url)
  kept.hash = ''
  // Rewriting a query normalises its encoding; one that needs no change keeps the page's own spelling.
  for (const name of without) if (kept.searchParams.has(name)) kept.searchParams.delete(name)
  for (const name of route.lists) {
    const list = kept.searchParams.get(name)
    // Also where it is sorted already: rewriting encodes the commas.
    if (list !== null) kept.searchParams.set(name, list.split(',').sort().join(','))
  }
  return kept.href
}

/** Every header that could make the answer differ: `Vary` is unknown before the first answer. */
function headersOf(request: Request, ignored: readonly string[]): string {
  const kept = [...request.headers].filter(
    ([name]) => !ignored.includes(name) && name !== 'cache-control' && name !== 'pragma',
  )
  return JSON.stringify(kept.sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** Ids are percent-decoded strings, so that `/bookings/a%2Fb` and a body's `a/b` name the same group. */
export function decoded(groups: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(groups).map(([name, value]) => [name, value === undefined ? value : decode(value)]),
  )
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // Not an encoding at all: then the text is the name.
    return text
  }
}
