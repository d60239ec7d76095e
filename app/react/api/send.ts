import type { DataClient } from '../../client/client.ts'
import { asApiError } from './api-error.ts'
import { readAnswer } from './read-answer.ts'

export interface Sent {
  readonly body: Readonly<Record<string, unknown>>
  readonly response: Response
}

/**
 * Asks the API to change something, once.
 *
 * @param key names the intention: an API that honours `Idempotency-Key` executes it once, however often it is sent
 * @throws ApiError with words for the person who asked
 * @example
 * const { body } = await send(client, '/api/bookings/7/reviews', { rating: 5 })
 */
export async function send(client: DataClient, url: string, body: unknown = {}, key: string = newKey()): Promise<Sent> {
  try {
    const response = await client.fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
      body: JSON.stringify(body),
    })
    return { body: await readAnswer(response), response }
  } catch (error) {
    throw asApiError(error)
  }
}

/** Outside a secure context there is no `randomUUID`. */
export function newKey(): string {
  const { randomUUID } = crypto as Partial<Crypto>
  return randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random()}`
}
