import type { ToWorker } from '../../shared/protocol.ts'
import { changedGroups } from './changed-groups.ts'
import { createSharing } from './share-requests.ts'

export interface WithoutWorker {
  fetch(request: Request): Promise<Response>
  /** Something changed: what is in flight, and what the browser's HTTP cache holds, may be from before. */
  changed(): void
}

/** The worker is told before the page has its answer, but one that doesn't answer can't hold it back. */
const PATIENCE = 500

/**
 * The page's own requests, while no worker answers them: identical reads share one request, and what a change touched is
 * told to every tab and to the active worker, if there is one. Nothing is stored.
 */
export function createWithoutWorker(
  tellTabs: (groups: readonly string[], isUnknown: boolean) => void,
  tellWorker: (message: ToWorker) => Promise<void>,
): WithoutWorker {
  const sharing = createSharing()
  let anyChange = false

  async function mutate(request: Request): Promise<Response> {
    const { method, url } = request
    const report = (ended: boolean, groups: readonly string[], unknown: boolean): Promise<void> =>
      tellWorker({ type: 'mutated', method, url, ended, groups, unknown })
    let named: readonly string[] | undefined
    let isUnknown = true
    let wasSent = navigator.onLine
    void report(false, [], false)
    try {
      const response = await fetch(request)
      isUnknown = [502, 504].includes(response.status)
      if (!isUnknown) named = changedGroups(response)
      wasSent = true
      return response
    } finally {
      wasSent ||= navigator.onLine // Offline before and after: it was never sent.
      // The worker has rules for what nobody names; a page can only assume the worst.
      const told = report(true, named ?? [], isUnknown && wasSent)
      if (wasSent) tellTabs(named ?? ['*'], isUnknown)
      await Promise.race([told, new Promise((resolve) => setTimeout(resolve, PATIENCE))])
    }
  }

  return {
    fetch: (request) =>
      /^(GET|HEAD|OPTIONS)$/.test(request.method) ? sharing.fetch(askTheServer(request, anyChange)) : mutate(request),
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
