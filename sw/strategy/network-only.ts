import type { Plan } from '../plan.ts'
import { ask } from './ask.ts'
import type { WaitUntil } from './context.ts'
import { Planned } from './planned.ts'
import type { Looked } from './look.ts'

/** `reload` and `no-store`: nothing stands in for the network, and nobody else's request. */
export class NetworkOnly extends Planned {
  protected override answer(plan: Plan, found: Looked, waitUntil: WaitUntil): Promise<Response> {
    const mayStore = plan.mode !== 'no-store'
    const reason = mayStore ? 'request' : 'bypass'
    return ask(this.context, plan, found, { join: false, conditional: false, mayStore, reason, waitUntil })
  }
}
