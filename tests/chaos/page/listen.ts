import { registerPaymentSync } from '../../../app/client/public.ts'
import { groupsOf } from './touches.ts'

export interface Listener {
  /** Something is no longer right. */
  readonly told: (groups: readonly string[]) => void
  /** There is something to look at again, in the way that the worker expects. */
  readonly changed: (groups: readonly string[], mode: 'force-cache' | 'default') => void
  /** Answers from before can't be compared with those to come. */
  readonly forget: () => void
}

/**
 * Each worker tells pages in its own way; a page does with it what its documentation says.
 *
 * @returns how such a page asks
 */
export function listen(worker: string, { told, changed, forget }: Listener): { readonly fetch: typeof fetch } {
  if (worker === 'payment-sync') {
    const client = registerPaymentSync({ url: '/chaos-sw.js' })
    client.subscribe({ groups: ['*'] }, ({ reason, groups, reborn }) => {
      if (reborn === true) forget()
      if (reason !== 'updated') told(groups)
      changed(groups, 'force-cache')
    })
    return { fetch: (input, init) => client.fetch(input, init) }
  }
  // Workbox and Serwist: `BroadcastUpdatePlugin`. Angular's worker says nothing of data.
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const { type, payload } = (data ?? {}) as { type?: unknown; payload?: { updatedURL?: string } }
    if (type !== 'CACHE_UPDATED' || payload?.updatedURL === undefined) return
    const groups = groupsOf(payload.updatedURL)
    // A list names no booking: the benefit of the doubt is that it tells of all of them.
    told(groups.includes('bookings') ? ['*'] : groups)
    changed(groups, 'default')
  })
  return { fetch: (input, init) => fetch(input, init) }
}
