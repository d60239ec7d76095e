import type { Plan } from '../plan.ts'
import { lookUp, type Found } from '../store/look-up.ts'
import type { Context } from './context.ts'

/** What the store says now; undefined where it can't be asked: then the request goes on as if there were no worker. */
export async function look({ store, policy, ports }: Context, plan: Plan): Promise<Found | undefined> {
  try {
    return await lookUp(
      store,
      plan,
      ports.now,
      policy.agingFields.flatMap(({ groups }) => groups),
    )
  } catch {
    // The store keeps the reason, and says it where it is asked for.
    return undefined
  }
}
