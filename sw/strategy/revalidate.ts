import type { Plan } from '../plan.ts'
import type { Found } from '../store/look-up.ts'
import { fly } from './ask.ts'
import type { Context } from './context.ts'
import type { WaitUntil } from './planned.ts'

/** Asks behind the page's back: not before the server's `Retry-After`, nor soon after a failure. */
export function revalidate(
  context: Context,
  plan: Plan,
  found: Found,
  { announce, waitUntil }: { announce: boolean; waitUntil: WaitUntil },
): void {
  const { ports, background } = context
  const { revalidateAfter } = plan.route.class
  if (!background.mayAsk(plan.key, ports.now().mono)) return
  const { flight } = fly(context, plan, found, { announce, waitUntil })
  const failed = (): void => {
    const { mono } = ports.now()
    if (background.mayAsk(plan.key, mono)) background.wait(plan.key, mono + revalidateAfter)
  }
  waitUntil(
    flight.landed.then(({ answer, entry }) => {
      if (!entry && answer.status >= 429) failed()
    }, failed),
  )
}
