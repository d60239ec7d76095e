export interface Sharing {
  fetch(request: Request): Promise<Response>
  /** Something changed: whoever asks from now on must not join what was sent before. */
  forget(): void
}

/** A request under way: joins one more asker. */
type Flight = (signal: AbortSignal) => Promise<Response>

/**
 * Identical GETs of this page that run at the same time share one request. Each has its own abort, which ends the
 * request only when everybody has left, and its own clone of the answer. Nothing is kept.
 */
export function createSharing(): Sharing {
  const flights = new Map<string, Flight>()

  function start(key: string, request: Request): Flight {
    const controller = new AbortController()
    let joined = 0
    let left = 0
    // Who comes after the headers would get half a body; who comes after everybody left, an aborted one.
    const close = (): void => {
      if (flights.get(key) === flight) flights.delete(key)
    }
    const answer = fetch(new Request(request, controller)).finally(close)
    const flight: Flight = (signal) => {
      joined += 1
      return new Promise((resolve, reject) => {
        const leave = (): void => {
          left += 1
          if (left === joined) {
            close()
            controller.abort(signal.reason)
          }
          reject(signal.reason as Error)
        }
        signal.addEventListener('abort', leave, { once: true })
        answer.then((response) => resolve(joined > 1 ? response.clone() : response), reject)
      })
    }
    return flight
  }

  return {
    async fetch(request) {
      if (!mayShare(request)) return fetch(request)
      request.signal.throwIfAborted()
      const key = keyOf(request)
      const flight = flights.get(key) ?? start(key, request)
      flights.set(key, flight)
      return flight(request.signal)
    },
    forget: () => flights.clear(),
  }
}

/** `reload` and `no-store` ask for an answer of their own; an endless stream can't be cloned. */
const mayShare = ({ method, cache, headers }: Request): boolean =>
  method === 'GET' && !/reload|no-store/.test(cache) && !headers.get('accept')?.includes('event-stream')

const parts = ['url', 'cache', 'credentials', 'mode', 'redirect', 'integrity'] as const

const keyOf = (request: Request): string => JSON.stringify([...parts.map((part) => request[part]), ...request.headers])
