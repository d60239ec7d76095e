import type { Booking } from '../../shared/domain.ts'
import type { PaymentSyncClient } from '../client/public.ts'
import { ApiError } from './api-error.ts'
import type { BookingAction } from './booking-actions.ts'
import { send } from './send.ts'

/** One press of a button. Trying again where the outcome is unknown is the same intention; the API knows it by its key. */
export interface Intention {
  readonly action: BookingAction
  readonly key: string
}

export const intend = (action: BookingAction): Intention => ({ action, key: crypto.randomUUID() })

export const again = (intention: Intention, failure: Error): Intention =>
  failure instanceof ApiError && failure.isOutcomeUnknown ? intention : intend(intention.action)

/** Does it, and answers with what to tell the person; a checkout leaves this page. */
export async function runAction(
  client: PaymentSyncClient,
  { action, key }: Intention,
  { id, payment, service }: Booking,
): Promise<string> {
  if (action.kind === 'verify') {
    await send(client, '/api/payment/verify', { reference: payment?.reference }, key)
  } else if (action.kind === 'pay') {
    const callbackUrl = `${location.origin}${location.pathname}`
    const opened = await send<{ authorizationUrl: string }>(client, `/api/book-service/${id}/pay`, { callbackUrl }, key)
    location.assign(opened.authorizationUrl)
  } else await send(client, `/api/book-service/${id}/${action.kind}`, {}, key)
  return action.done && `${action.done}: ${service.name}.`
}
