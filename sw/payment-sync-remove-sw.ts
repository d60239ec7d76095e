import { databaseName, scope } from './scope.ts'
import { EVERYTHING } from '../shared/groups.ts'
import { seal, type FromWorker } from '../shared/protocol.ts'

/**
 * Deployed in the place of the worker it takes payment-sync away: its data first, then itself. Open pages go on without, and
 * are told that anything may have changed. Data and workers of others stay.
 */
scope.addEventListener('install', (event) => event.waitUntil(scope.skipWaiting()))

scope.addEventListener('activate', (event) => event.waitUntil(remove()))

async function remove(): Promise<void> {
  await deleteDatabase(databaseName())
  await scope.registration.unregister()
  const everything: FromWorker = {
    type: 'invalidated',
    groups: [EVERYTHING],
    reason: 'distrust',
    stamp: 0,
    before: 0,
    born: '', // Of no database: there is none.
  }
  const pages = await scope.clients.matchAll({ includeUncontrolled: true, type: 'window' })
  for (const page of pages) if (page.url.startsWith(scope.registration.scope)) page.postMessage(seal(everything))
}

/** A connection that is still open lets go when it is asked; until then this waits. */
const deleteDatabase = (name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name)
    request.addEventListener('success', () => resolve())
    request.addEventListener('error', () => reject(request.error))
  })
