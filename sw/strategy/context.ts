import type { CompiledPolicy } from '../plan.ts'
import type { Ports } from '../ports.ts'
import type { Observer } from '../observe/observer.ts'
import type { Store } from '../store/store.ts'
import type { Background } from './background.ts'
import type { Flights } from './flights.ts'
import type { Gatherings } from './gatherings.ts'

/** Keeps the event, and with it the worker, alive. */
export type WaitUntil = (promise: Promise<unknown>) => void

/** What every strategy works with. Flights end with the run; nothing here must be remembered. */
export interface Context {
  readonly ports: Ports
  readonly policy: CompiledPolicy
  readonly store: Store
  readonly flights: Flights
  readonly gatherings: Gatherings
  readonly background: Background
  readonly observer: Observer
  /** Intents of the run before whose repeat has come: there is one at most. */
  readonly repeated: Set<string>
  /** Keys of entries whose use is to be noted. */
  readonly used: Set<string>
  /** Intents whose page has its answer, or that of their repeat. */
  readonly answered: Set<string>
}
