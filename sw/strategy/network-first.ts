import type { Plan } from '../plan.ts'
import { ask } from './ask.ts'
import type { WaitUntil } from './context.ts'
import { Planned } from './planned.ts'
import type { Looked } from './look.ts'

/** Ask the network always; what we hold stands in only when the network can't answer in time, and only within the TTL. */
export class NetworkFirst extends Planned {
  protected override answer(plan: Plan, found: Looked, waitUntil: WaitUntil): Promise<Response> {
    const { timeout } = plan.route.class
    return ask(this.context, plan, found, {
      timeout,
      fallback: true,
      waitUntil,
      ...(plan.mode === 'no-cache' && { reason: 'request' }),
    })
  }
}
