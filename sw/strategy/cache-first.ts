import type { Plan } from '../plan.ts'
import { ask } from './ask.ts'
import type { WaitUntil } from './context.ts'
import { Planned } from './planned.ts'
import { revalidate } from './revalidate.ts'
import { serve } from './serve.ts'
import type { Looked } from './look.ts'

/** Answer from the store while it is within its TTL; ask on a miss. Also what `force-cache` and `max-age` ask for. */
export class CacheFirst extends Planned {
  protected override async answer(plan: Plan, found: Looked, waitUntil: WaitUntil): Promise<Response> {
    const held = serve(this.context, plan, found, { as: 'fresh' })
    if (!held) {
      const { timeout, strategy } = plan.route.class
      return ask(this.context, plan, found, {
        fallback: true,
        waitUntil,
        ...(strategy === 'network-first' && { timeout }),
      })
    }
    if (held.isMasked) revalidate(this.context, plan, found, { announce: true, waitUntil })
    return held.response
  }
}
