import type { Ports } from '../ports.ts'
import type { Answer } from './answer.ts'
import { readWhole } from './read-whole.ts'
import { remade } from './remade.ts'

export interface Question {
  readonly request: Request
  /** The `ETag` that we could confirm. */
  readonly etag: string | undefined
  /** bytes; a larger body is streamed. */
  readonly limit: number
}

/**
 * Asks the origin itself. The worker's own `fetch` would be answered by the browser's HTTP cache, stale bodies included:
 * `reload` goes past it, so the condition is our own.
 *
 * @throws what `fetch` throws, or BrokenAnswer
 */
export async function askOrigin(ports: Ports, { request, etag, limit }: Question): Promise<Answer> {
  const headers = new Headers(request.headers)
  // What the page asked of a cache it asked of us.
  headers.delete('cache-control')
  headers.delete('pragma')
  if (etag !== undefined) headers.set('if-none-match', etag)
  // A page's abort must not end what others wait for.
  const { signal } = new AbortController()
  return readWhole(await ports.send(remade(request, { cache: 'reload', headers, signal })), limit)
}
