/** The worker's own global, typed. Nothing else in this folder mentions `self`. */
declare const self: ServiceWorkerGlobalScope
export const scope: ServiceWorkerGlobalScope = self

/** A scope other than the whole origin has a database of its own. */
export function databaseName(): string {
  const { pathname } = new URL(scope.registration.scope)
  return pathname === '/' ? 'payment-sync' : `payment-sync ${pathname}`
}
