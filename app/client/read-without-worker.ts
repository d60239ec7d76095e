import { createSharing } from './share-requests.ts'

export interface WithoutWorker {
  fetch(request: Request): Promise<Response>
  /** Something changed: what is in flight, and what the browser's HTTP cache holds, may be from before. */
  changed(): void
}

/** The page's own reads, while no worker answers them: identical ones share one request. Nothing is stored. */
export function createWithoutWorker(): WithoutWorker {
  const sharing = createSharing()
  let anyChange = false
  return {
    fetch: (request) => sharing.fetch(askTheServer(request, anyChange)),
    changed() {
      anyChange = true
      sharing.forget()
    },
  }
}

/**
 * With a worker, `force-cache` means *what it holds, if that is valid*. Without one the browser's HTTP cache would answer,
 * however old. So the server confirms it; after a change also what would count as fresh.
 */
export function askTheServer(request: Request, anyChange: boolean): Request {
  const outdated = request.cache === 'force-cache' || (anyChange && request.cache === 'default')
  return outdated ? new Request(request, { cache: 'no-cache' }) : request
}
