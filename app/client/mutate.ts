import type { ToWorker } from '../../shared/protocol.ts'
import { changedGroups } from './changed-groups.ts'
import { readAsOf } from './guard.ts'

/** The worker is told before the page has its answer, but one that doesn't answer can't hold it back. */
const PATIENCE = 500

/**
 * A request that changes something. A worker that answers it sees to everything. Where it only watches (uploads, say), it
 * must be told of the end; where it doesn't even see it, of the begin, too, and the tabs are told what was touched.
 * The end of one that fails under control isn't reported: the worker may know more of it than the page.
 */
export function createMutate(
  tellTabs: (groups: readonly string[], isUnknown: boolean) => void,
  tellWorker: (message: ToWorker) => Promise<void>,
): (request: Request, isControlled: boolean) => Promise<Response> {
  return async (request, isControlled) => {
    const { method, url } = request
    const report = (ended: boolean, groups: readonly string[], unknown: boolean): Promise<void> =>
      tellWorker({ type: 'mutated', method, url, ended, groups, unknown })
    let isSeenTo = isControlled
    let named: readonly string[] | undefined
    let isUnknown = true
    let wasSent = navigator.onLine
    if (!isControlled) void report(false, [], false)
    try {
      const response = await fetch(request)
      isSeenTo &&= readAsOf(response) !== undefined
      isUnknown = [502, 504].includes(response.status)
      if (!isUnknown) named = changedGroups(response)
      wasSent = true
      return response
    } finally {
      wasSent ||= navigator.onLine // Offline before and after: it was never sent.
      if (!isSeenTo) {
        // The worker has rules for what nobody names; a page can only assume the worst.
        const told = report(true, named ?? [], isUnknown && wasSent)
        if (wasSent && !isControlled) tellTabs(named ?? ['*'], isUnknown)
        await Promise.race([told, new Promise((resolve) => setTimeout(resolve, PATIENCE))])
      }
    }
  }
}
