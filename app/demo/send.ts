import type { PaymentSyncClient } from '../client/public.ts'
import { refused, unreachable } from './api-error.ts'
import { track } from './pending.ts'

/**
 * Asks the API to change something, once.
 *
 * @param key names the intention: the API executes it once, however often it is sent
 * @throws ApiError with words for the person who asked
 */
export async function send<Body>(
  client: PaymentSyncClient,
  url: string,
  body: unknown = {},
  key: string = crypto.randomUUID(),
): Promise<Body> {
  return track(async () => {
    let response: Response
    try {
      response = await client.fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
        body: JSON.stringify(body),
      })
    } catch (error) {
      throw unreachable(error)
    }
    if (!response.ok) throw await refused(response)
    return (await response.json()) as Body
  })
}
