import type { Plan } from '../plan.ts'
import { lookUp, type Found } from '../store/look-up.ts'
import type { Context } from './context.ts'
import type { Flight } from './flights.ts'

/** What the store says, and what was under way meanwhile: a reader that comes as an answer lands shares it. */
export interface Looked extends Found {
  readonly flights: readonly Flight[]
}

/** What the store says now; undefined where it can't be asked: then the request goes on as if there were no worker. */
export async function look({ store, ports, flights }: Context, plan: Plan): Promise<Looked | undefined> {
  try {
    const looked = await flights.during(plan, lookUp(store, plan, ports.now))
    return { ...looked.result, flights: looked.flights }
  } catch {
    // The store keeps the reason, and says it where it is asked for.
    return undefined
  }
}
