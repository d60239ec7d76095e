import { readAsOf } from './guard.ts'
import { askTheServer } from './without-worker.ts'

/**
 * The worker does it all; it sees changes, too, so they aren't reported here. (Of those that it only observes it can't
 * see the end: it takes that for 10 s after the begin.) One thing it can't do: a request that it leaves alone (no rule names it, or its store can't be
 * trusted) goes to the browser's HTTP cache, which answers a `force-cache` however old its answer is.
 */
export async function fetchWithWorker(request: Request, saw: (asOf: number) => void): Promise<Response> {
  const response = await fetch(request)
  const asOf = readAsOf(response)
  if (asOf !== undefined) saw(asOf)
  else if (request.method === 'GET' && request.cache === 'force-cache') return fetch(askTheServer(request, true))
  return response
}
