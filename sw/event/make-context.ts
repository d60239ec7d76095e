import { Observer } from '../observe/observer.ts'
import type { CompiledPolicy } from '../plan.ts'
import type { Ports } from '../ports.ts'
import { Store } from '../store/store.ts'
import { Background } from '../strategy/background.ts'
import type { Context } from '../strategy/context.ts'
import { Flights } from '../strategy/flights.ts'
import { Gatherings } from '../strategy/gatherings.ts'

/** Everything that a run of the worker is made of. */
export function makeContext(ports: Ports, policy: CompiledPolicy): Context {
  const longestTtl = Math.max(...Object.values(policy.policy.classes).map(({ ttl }) => ttl))
  const store = new Store({ ports, policy: JSON.stringify(policy.policy), longestTtl })
  return {
    ports,
    policy,
    store,
    flights: new Flights(),
    gatherings: new Gatherings(ports),
    background: new Background(),
    observer: new Observer(ports, store, policy.policy.name),
    repeated: new Set(),
    used: new Set(),
    answered: new Set(),
  }
}
