import type { PolicyChanges } from '../../../shared/policy.ts'
import { batched } from '../../simulation/batch-stage.ts'

/** Each is a worker script of the tests' site: `/sw-{name}.js`. Short TTLs, because a test can't wait for half a minute. */
export const policies = {
  default: {},
  keys: { idempotentMethods: ['POST'] },
  short: {
    classes: { payment: { ttl: 4_000, timeout: 1_000 }, booking: { ttl: 60_000, revalidateAfter: 2_000 } },
  },
  batched: batched(),
  bad: { classes: { payment: { ttl: -1 } } },
} satisfies Record<string, PolicyChanges>

export type PolicyName = keyof typeof policies
