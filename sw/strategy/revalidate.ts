import type { Plan } from '../plan.ts'
import { fly } from './ask.ts'
import type { Context, WaitUntil } from './context.ts'
import type { Looked } from './look.ts'

/** Asks behind the page's back: not before the server's `Retry-After`, nor soon after it brought nothing to keep. */
export function revalidate(
  context: Context,
  plan: Plan,
  found: Looked,
  { announce, waitUntil }: { announce: boolean; waitUntil: WaitUntil },
): void {
  const { ports, background } = context
  const { key, route } = plan
  const mayAsk = (): boolean => background.mayAsk(key, ports.now().mono)
  if (!mayAsk()) return
  const { flight } = fly(context, plan, found, { announce, waitUntil })
  const failed = (): void => {
    if (mayAsk()) background.wait(key, ports.now().mono + route.class.revalidateAfter)
  }
  waitUntil(flight.landed.then(({ entry }) => entry ?? failed(), failed))
}
