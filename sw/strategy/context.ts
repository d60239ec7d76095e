import type { CompiledPolicy } from '../policy/compile-policy.ts'
import type { Ports } from '../ports.ts'
import type { Store } from '../store/store.ts'
import type { Background } from './background.ts'
import type { Flights } from './flights.ts'

/** What every strategy works with. Flights end with the run; nothing here must be remembered. */
export interface Context {
  readonly ports: Ports
  readonly policy: CompiledPolicy
  readonly store: Store
  readonly flights: Flights
  readonly background: Background
}
