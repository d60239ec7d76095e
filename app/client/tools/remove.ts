import type { Envelope, ToWorker } from '../../../shared/protocol.ts'
import type { Lent } from './lent.ts'

/** ms; a worker lets go of its database at once, another tab of somebody else's may not. */
const PATIENCE = 3_000

export interface Removal {
  /** @throws PaymentSyncError `STORE_UNAVAILABLE` where the data could not be deleted in time */
  remove(purge: boolean): Promise<void>
  /**
   * An unregistered worker lives until the last of its pages has gone. Stopped meanwhile, it starts again and knows nothing:
   * nobody but a page can tell it.
   */
  keepAway(left: ServiceWorker): void
}

export function createRemoval(lent: Lent): Removal {
  const { options, container, connection, ask, told, readFromWorker } = lent
  const scope = new URL(options.scope, document.baseURI).href
  let isPurged = false

  async function remove(purge: boolean): Promise<void> {
    isPurged = purge
    // The nearest may be another's.
    const found = connection.registration ?? (await container?.getRegistration(scope))
    if (
      found?.scope === scope &&
      [found.active, found.waiting, found.installing].some((one) => connection.isOurs(one))
    ) {
      // First of all it stops answering. An older one doesn't know how, and goes with its pages.
      await ask({ type: 'leave' }).catch(() => undefined)
      if (connection.worker()) told({ reason: 'removed', groups: ['*'], asOf: undefined })
      await found.unregister()
    }
    if (purge) await deleteDatabase(scope, lent)
  }

  function keepAway(left: ServiceWorker): void {
    const onMessage = ({ data, source }: MessageEvent): void => {
      if (source !== left || readFromWorker(data)?.type !== 'started') return
      const leave: Envelope<ToWorker> = { from: 'payment-sync', version: 1, message: { type: 'leave' } }
      left.postMessage(leave)
      if (isPurged) deleteDatabase(scope, lent).catch(options.onError)
    }
    container?.addEventListener('message', onMessage, options)
  }

  return { remove, keepAway }
}

/** By the name that the worker gave it (`sw/scope.ts`). */
function deleteDatabase(scope: string, { PaymentSyncError }: Lent): Promise<void> {
  const { pathname } = new URL(scope)
  const request = indexedDB.deleteDatabase(pathname === '/' ? 'payment-sync' : `payment-sync ${pathname}`)
  return new Promise((resolve, reject) => {
    const fail = (cause?: unknown): void => {
      const why = `The data could not be deleted in ${PATIENCE} ms: another tab holds the database open. Close it, or try again.`
      reject(new PaymentSyncError('STORE_UNAVAILABLE', why, { cause }))
    }
    const timer = setTimeout(fail, PATIENCE)
    request.addEventListener('success', () => {
      clearTimeout(timer)
      resolve()
    })
    request.addEventListener('error', () => fail(request.error))
  })
}
