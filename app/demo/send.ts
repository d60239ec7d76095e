import type { PaymentSyncClient } from '../client/public.ts'
import { refused, unreachable } from './api-error.ts'
import { track } from './pending.ts'

/**
 * Asks the API to change something, once: each call is one intention, with an `Idempotency-Key` of its own.
 *
 * @throws ApiError with words for the person who asked
 */
export async function send<Body>(client: PaymentSyncClient, url: string, body: unknown = {}): Promise<Body> {
  return track(async () => {
    let response: Response
    try {
      response = await client.fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
        body: JSON.stringify(body),
      })
    } catch (error) {
      throw unreachable(error)
    }
    if (!response.ok) throw await refused(response)
    return (await response.json()) as Body
  })
}
