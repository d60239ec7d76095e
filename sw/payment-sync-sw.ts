import type { PolicyChanges } from '../shared/policy.ts'
import { startPaymentSync } from './event/start.ts'

declare global {
  /** Set it before this script is imported: what differs from the default policy. */
  var PAYMENT_SYNC_POLICY: PolicyChanges | undefined
  /** `true`, set before: nothing that the policy doesn't name wakes the worker (`StartOptions.staticRouting`). */
  var PAYMENT_SYNC_STATIC_ROUTING: boolean | undefined
}

try {
  startPaymentSync({
    policy: globalThis.PAYMENT_SYNC_POLICY,
    staticRouting: globalThis.PAYMENT_SYNC_STATIC_ROUTING,
  })
} catch (error) {
  // The app must go on without us: a worker that fails to start would keep an older one alive, with an older policy.
  console.error(error instanceof Error ? error.message : error)
}
