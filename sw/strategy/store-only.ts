import type { Plan } from '../plan.ts'
import { Planned } from './planned.ts'
import { problem } from './respond.ts'
import { serve } from './serve.ts'
import type { Looked } from './look.ts'

/** `only-if-cached`: the store, or 504 (RFC 9111, section 5.2.1.7). */
export class StoreOnly extends Planned {
  protected override async answer(plan: Plan, found: Looked): Promise<Response> {
    const held = serve(this.context, plan, found, { as: 'fresh' })
    if (held) return held.response
    const detail = 'Nothing that may be used is stored for this request, and it asked not to go to the network.'
    return problem(504, 'Not in the store', detail, this.context.policy.policy.name, {
      status: 'fwd=miss; detail=only-if-cached',
    })
  }
}
