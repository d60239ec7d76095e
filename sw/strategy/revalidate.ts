import type { Plan } from '../plan.ts'
import { fly, noteRetryAfter } from './ask.ts'
import type { Context, WaitUntil } from './context.ts'
import type { Landed } from './flights.ts'
import type { Looked } from './look.ts'

/** Asks behind the page's back: not before the server's `Retry-After`, nor soon after a failure. */
export function revalidate(
  context: Context,
  plan: Plan,
  found: Looked,
  { announce, waitUntil }: { announce: boolean; waitUntil: WaitUntil },
): void {
  const { ports, background } = context
  if (!background.mayAsk(plan.key, ports.now().mono)) return
  const { flight } = fly(context, plan, found, { announce, waitUntil })
  waitUntil(
    flight.landed.then(
      (landed) => landed.entry !== undefined || landed.answer.status < 429 || waitAfterFailure(context, plan, landed),
      () => waitAfterFailure(context, plan),
    ),
  )
}

/** A failed revalidation counts as one. */
function waitAfterFailure(context: Context, plan: Plan, landed?: Landed): void {
  const { ports, background } = context
  const { key, route } = plan
  const { mono } = ports.now()
  if (landed) noteRetryAfter(context, plan, landed)
  if (background.mayAsk(key, mono)) background.wait(key, mono + route.class.revalidateAfter)
}
