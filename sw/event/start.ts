import { defaultPolicy } from '../../shared/default-policy.ts'
import type { PolicyChanges } from '../../shared/policy.ts'
import { readPolicy } from '../../shared/read-policy.ts'
import { compilePolicy } from '../policy/compile-policy.ts'
import { scope } from '../scope.ts'
import { browserPorts } from './browser-ports.ts'
import { makeContext } from './make-context.ts'
import { onFetch } from './on-fetch.ts'
import { onMessage } from './on-message.ts'
import { routePast } from './static-routes.ts'

export interface StartOptions {
  /** What differs from the default policy. */
  readonly policy?: PolicyChanges | undefined
  /**
   * Nothing that the policy doesn't name wakes the worker, where the browser can be told (Chromium). Not for a worker
   * that has something else to do with requests, such as precaching: it would not get them either.
   *
   * @default false
   */
  readonly staticRouting?: boolean | undefined
}

/**
 * Starts the caching layer in this service worker. Call it while the script is evaluated: the browser takes listeners
 * only then.
 *
 * @example startPaymentSync({ policy: { classes: { payment: { ttl: 10_000 } } } })
 * @throws PaymentSyncError `BAD_POLICY`, one line that names the field and the value; nothing is then intercepted
 */
export function startPaymentSync({ policy = {}, staticRouting = false }: StartOptions = {}): void {
  const compiled = compilePolicy(readPolicy(policy, defaultPolicy), scope.location.origin)
  const context = makeContext(browserPorts, compiled)
  const { store } = context
  const opened = store.warmUp()
  scope.addEventListener('fetch', onFetch(context))
  scope.addEventListener('message', onMessage(context))
  scope.addEventListener('install', (event) => {
    // A browser without IndexedDB has no use for this worker, and is better off without. One that is there may be replaced.
    if (!scope.registration.active) event.waitUntil(opened)
    if (staticRouting) event.waitUntil(routePast(event, compiled))
  })
  scope.addEventListener('activate', (event) => {
    store.isFirst = true
    // The first visit is under control without a reload. A store that fails is met where it is used.
    event.waitUntil(Promise.all([scope.clients.claim(), store.run().catch(() => undefined)]))
  })
}
