import { mutationGroups } from '../invalidate/mutation-groups.ts'
import type { MutationMatch } from '../plan.ts'
import { UNSETTLED_FOR } from '../store/intents.ts'
import type { Draft } from '../store/draft.ts'
import { newSession } from '../store/sessions.ts'
import type { Context } from './context.ts'
import { observe } from './observe.ts'

export interface ToldMutation {
  readonly client: string
  readonly ended: boolean
  /** What its answer named (RFC 9875). */
  readonly groups: readonly string[]
  /** It ended without an answer that tells: it may still happen. */
  readonly unknown: boolean
}

/** A page tells of a mutation that went past the worker: of its begin, or of its end. */
export async function toldMutation(context: Context, match: MutationMatch, told: ToldMutation): Promise<void> {
  const { store } = context
  if (match.route?.rule.session) return store.commit(newSession)
  if (!told.ended) return observe(context, match, told.client)
  if (told.unknown) return observe(context, match, told.client, UNSETTLED_FOR)
  // Whose session it was is unknown here: the ledger spans them.
  const groups = [...mutationGroups(match, {}), ...told.groups]
  await store.commit(async (draft) => {
    await draft.invalidate(groups, 'mutation')
    await settleObserved(draft, match.request, told.client)
  })
}

async function settleObserved({ transaction }: Draft, { method, url }: Request, client: string): Promise<void> {
  const intents = await transaction.all('intents')
  const ended = intents.find(
    (intent) =>
      intent.state === 'unsettled' &&
      intent.fingerprint === null &&
      intent.client === client &&
      intent.method === method &&
      intent.url === url,
  )
  if (ended) await transaction.delete('intents', ended.id)
}
