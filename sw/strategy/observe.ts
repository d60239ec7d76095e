import { mutationGroups } from '../invalidate/mutation-groups.ts'
import type { MutationMatch } from '../plan.ts'
import { beginLanding, newIntent, orphan } from '../store/intents.ts'
import type { Context } from './context.ts'

/** ms; how long a request that we don't answer may take effect, unless the page tells of its end. */
const OBSERVED_FOR = 10_000

/** A login or logout by navigation is on its way. It is never intercepted. */
export function observeNavigation({ store }: Context, landingClient: string): Promise<void> {
  return store.commit((draft) => beginLanding(draft, landingClient))
}

/**
 * Watches a request that changes something and isn't answered by us: what it touches is invalidated as it is sent, and
 * not trusted until its end is known, or `ms` have passed.
 */
export async function observe(
  context: Context,
  match: MutationMatch,
  client: string,
  ms = OBSERVED_FOR,
): Promise<void> {
  const { request, route } = match
  if (route?.rule.session) return observeNavigation(context, client)
  const about = {
    id: context.ports.uuid(),
    client,
    method: request.method,
    url: request.url,
    groups: mutationGroups(match, {}),
  }
  await context.store.commit((draft) => orphan(draft, newIntent(draft, about), ms))
}
