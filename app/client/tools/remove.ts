import type { Lent } from './open-tools.ts'

/** ms; a worker lets go of its database at once, another tab of somebody else's may not. */
const PATIENCE = 3_000

/** @throws PaymentSyncError `STORE_UNAVAILABLE` where the data could not be deleted in time */
export async function remove(lent: Lent, purge: boolean): Promise<void> {
  const { options, container, connection, ask, told } = lent
  const scope = new URL(options.scope, document.baseURI).href
  // The nearest may be another's.
  const found = connection.registration ?? (await container?.getRegistration(scope))
  const isIts = found?.scope === scope && [found.active, found.waiting, found.installing].some((each) => connection.isOurs(each))
  if (isIts) {
    // First of all it stops answering: its pages keep it until they go. An older one doesn't know, and goes with them.
    if (connection.worker()) await ask({ type: 'leave' }).catch(() => undefined)
    told({ reason: 'removed', groups: ['*'], asOf: undefined })
    await found.unregister()
  }
  if (purge) await deleteDatabase(scope, lent)
}

/** By the name that the worker gave it (`sw/scope.ts`). */
function deleteDatabase(scope: string, { PaymentSyncError }: Lent): Promise<void> {
  const { pathname } = new URL(scope)
  const request = indexedDB.deleteDatabase(pathname === '/' ? 'payment-sync' : `payment-sync ${pathname}`)
  return new Promise((resolve, reject) => {
    const fail = (cause?: unknown): void =>
      reject(
        new PaymentSyncError(
          'STORE_UNAVAILABLE',
          `The data could not be deleted in ${PATIENCE} ms: another tab holds the database open. Close it, or try again.`,
          { cause },
        ),
      )
    const timer = setTimeout(fail, PATIENCE)
    request.addEventListener('success', () => {
      clearTimeout(timer)
      resolve()
    })
    request.addEventListener('error', () => fail(request.error))
  })
}
