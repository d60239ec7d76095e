import { readAsOf } from './guard.ts'
import { askTheServer } from './read-without-worker.ts'

/**
 * The worker does it all. One thing it can't do: a request that it leaves alone (no rule names it, or its store can't be
 * trusted) goes to the browser's HTTP cache, which answers a `force-cache` however old its answer is.
 */
export async function readWithWorker(request: Request, saw: (asOf: number) => void): Promise<Response> {
  const response = await fetch(request)
  const asOf = readAsOf(response)
  if (asOf !== undefined) saw(asOf)
  else if (request.cache === 'force-cache') return fetch(askTheServer(request, true))
  return response
}
