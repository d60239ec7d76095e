import type { Plan } from '../plan.ts'
import { ask } from './ask.ts'
import { revalidate } from './revalidate.ts'
import type { WaitUntil } from './context.ts'
import { Planned } from './planned.ts'
import { serve } from './serve.ts'
import type { Looked } from './look.ts'

/** Answer from the store at once; ask behind the page's back when what we hold has gone stale (RFC 5861, section 3). */
export class StaleWhileRevalidate extends Planned {
  protected override async answer(plan: Plan, found: Looked, waitUntil: WaitUntil): Promise<Response> {
    const recent = serve(this.context, plan, found, { as: 'fresh', atMost: plan.route.class.revalidateAfter })
    if (recent && !recent.isMasked) return recent.response

    const held = recent ?? serve(this.context, plan, found, { as: 'whileRevalidating' })
    if (!held) return ask(this.context, plan, found, { fallback: true, waitUntil })

    // The page has its answer, so a failed refresh is not its problem. The next request tries again.
    revalidate(this.context, plan, found, { announce: held.isMasked, waitUntil })
    return held.response
  }
}
