import { defaultPolicy } from '../../shared/default-policy.ts'
import type { PolicyChanges } from '../../shared/policy.ts'
import { readPolicy } from '../../shared/read-policy.ts'
import { compilePolicy } from '../policy/compile-policy.ts'
import type { Ports } from '../ports.ts'
import { Store } from '../store/store.ts'
import { Background } from '../strategy/background.ts'
import type { Context } from '../strategy/context.ts'
import { Flights } from '../strategy/flights.ts'

/**
 * Everything that a run of the worker is made of.
 *
 * @param origin of the worker
 * @throws PaymentSyncError `BAD_POLICY`
 */
export function makeContext(ports: Ports, changes: PolicyChanges, origin: string): Context {
  const policy = compilePolicy(readPolicy(changes, defaultPolicy), origin)
  const longestTtl = Math.max(...Object.values(policy.policy.classes).map(({ ttl }) => ttl))
  return {
    ports,
    policy,
    store: new Store({ ports, policy: JSON.stringify(policy.policy), longestTtl }),
    flights: new Flights(),
    background: new Background(),
    began: ports.now(),
    repeated: new Set(),
  }
}
