import type { Booking } from '../../../shared/domain.ts'
import { asApiError } from '../api/api-error.ts'
import { newKey, send } from '../api/send.ts'
import { answerOf } from './order.ts'
import { stateOf, type PaymentState } from './payment-state.ts'
import type { PaymentEntry } from './payments.ts'
import type { Renewal } from './resource.ts'
import type { Store } from './store.ts'

/** What a person wants done, once. */
export interface Deed {
  readonly url: string
  readonly body?: unknown
  /** Names the intention: to try again under the same one is the same intention. */
  readonly idempotencyKey?: string
  /** Nothing of ours is changed by it: without an answer there is nothing to look after. */
  readonly asksOnly?: boolean
  /** Shown until the server has answered. Never a payment. */
  readonly optimistic?: Partial<Pick<Booking, 'status'>>
}

/**
 * Does it, and shows what the server makes of it.
 *
 * @throws ApiError with the reason; what was shown before is shown again
 */
export async function act(store: Store, key: string, deed: Deed): Promise<Readonly<Record<string, unknown>>> {
  const entry = store.payment(key)
  const { resource } = entry
  const undo = deed.optimistic && entry.overlay(deed.optimistic)
  const began = store.tick()
  try {
    const { body, response } = await send(store.client(), deed.url, deed.body, deed.idempotencyKey)
    resource.outdateQuestions()
    const state = stateOf(body, resource.snapshot.data)
    const isShown = state && (resource.tell(state, answerOf(response, began)) || isKnown(entry, state))
    // It told nothing, or a read that was sent after it is shown and may be from before it: only a newer one can tell.
    if (deed.optimistic && !isShown) await (store.keeperOf(key) ?? resource).load('changed')
    return body
  } catch (cause) {
    const error = asApiError(cause)
    if (error.isOutcomeUnknown && !deed.asksOnly) void (store.keeperOf(key) ?? resource).load('refresh')
    throw error
  } finally {
    undo?.()
    store.tidy(key)
  }
}

/** Whether what is shown has seen this change already: rows of the API may count theirs. */
function isKnown({ resource }: PaymentEntry, { booking }: PaymentState): boolean {
  const shown = resource.snapshot.data?.booking
  return (shown?.version ?? 0) >= (booking?.version ?? Infinity)
}

/**
 * Asks Paystack now, through the API.
 *
 * @throws ApiError with the reason
 */
export const verify = (store: Store, key: string, reference: string, idempotencyKey?: string) =>
  act(store, key, {
    url: '/api/payment/verify',
    body: { reference },
    asksOnly: true,
    idempotencyKey: idempotencyKey ?? newKey(),
  })

/** What is asked for anew. */
export interface Renewable {
  readonly asked: number
  readonly load: (why: 'changed' | 'refresh') => Promise<void>
  readonly idle: () => Promise<void>
  /** For as long as somebody looks. */
  renewal: Renewal | undefined
}

/**
 * Makes every tab ask anew for what belongs to the groups, this one too. Repeated calls within a second act once.
 * Resolves when what is shown here is from after that; never rejects: a failure is shown with what could not be had.
 *
 * @param of whose calls are counted
 * @param shown what is to be asked for here
 */
export function renew(
  store: Store,
  groups: readonly string[],
  of: Renewable,
  shown: readonly Renewable[],
): Promise<void> {
  const now = performance.now()
  if (of.renewal && now - of.renewal.at < 1_000) return of.renewal.done
  const asked = shown.map((resource) => resource.asked)
  const done = renewNow()
  of.renewal = { at: now, done }
  return done

  async function renewNow(): Promise<void> {
    let why: 'changed' | 'refresh' = 'changed' // Nothing from before is valid any more: all tabs share one question.
    try {
      await store.client().invalidate(groups)
    } catch (error) {
      reportError(error) // The worker doesn't answer, so other tabs may not know. This one asks the server all the same.
      why = 'refresh'
    }
    // The notice may be here already, or still be on its way.
    await Promise.all(
      shown.map((resource, at) => (resource.asked === asked[at] ? resource.load(why) : resource.idle())),
    )
  }
}
