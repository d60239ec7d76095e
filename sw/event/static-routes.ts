import type { CompiledPolicy } from '../policy/compile-policy.ts'

/** Static Routing API; not yet in TypeScript's own types. */
export interface InstallEvent extends ExtendableEvent {
  addRoutes?(rules: readonly StaticRoute[]): Promise<void>
}

interface StaticRoute {
  readonly condition: { readonly urlPattern: URLPattern }
  readonly source: 'fetch-event' | 'network'
}

/**
 * What the policy doesn't name needs no worker: told so, the browser doesn't start one for it. Everything that is named
 * comes to the worker, whose checks nothing is routed around. All or nothing: where the browser refuses a pattern (one with
 * a regular expression), or has no such routes, every request comes.
 */
export async function routePast(event: InstallEvent, { routes, mutations, watch }: CompiledPolicy): Promise<void> {
  const named = [...routes.map(({ pattern }) => pattern), ...mutations.map(({ pattern }) => pattern), ...watch]
  const route = (urlPattern: URLPattern, source: StaticRoute['source']): StaticRoute => ({
    condition: { urlPattern },
    source,
  })
  // The first that fits counts.
  const rules = [...named.map((pattern) => route(pattern, 'fetch-event')), route(new URLPattern(), 'network')]
  await event.addRoutes?.(rules).catch(() => undefined)
}
