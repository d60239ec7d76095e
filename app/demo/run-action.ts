import type { Booking } from '../../shared/domain.ts'
import type { PaymentSyncClient } from '../client/public.ts'
import type { BookingAction } from './booking-actions.ts'
import { send } from './send.ts'

/** Does it, and answers with what to tell the person; a checkout leaves this page. */
export async function runAction(client: PaymentSyncClient, action: BookingAction, booking: Booking): Promise<string> {
  if (action.kind === 'verify') {
    await send(client, '/api/payment/verify', { reference: booking.payment?.reference })
  } else if (action.kind === 'pay') {
    const callbackUrl = `${location.origin}${location.pathname}`
    const { authorizationUrl } = await send<{ authorizationUrl: string }>(
      client,
      `/api/book-service/${booking.id}/pay`,
      { callbackUrl },
    )
    location.assign(authorizationUrl)
  } else await send(client, `/api/book-service/${booking.id}/${action.kind}`)
  return action.done && `${action.done}: ${booking.service.name}.`
}
