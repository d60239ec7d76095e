import { EVERYTHING } from '../shared/groups.ts'
import { seal, type FromWorker, type Reply } from '../shared/protocol.ts'
import { databaseName, scope } from './scope.ts'

/**
 * Deployed in the place of the worker it takes payment-sync away: its data first, then itself. Open pages go on without, and
 * are told that anything may have changed. Data and workers of others stay.
 */
scope.addEventListener('install', (event) => event.waitUntil(scope.skipWaiting()))

scope.addEventListener('activate', (event) => event.waitUntil(remove()))

// A page that registers it again while another one is still open brings it back as it is, without an `activate`.
scope.addEventListener('message', (event) => {
  event.waitUntil(scope.registration.unregister())
  const gone: Reply = { type: 'refused', problem: 'payment-sync was taken away from this site: the app does without.' }
  event.ports[0]?.postMessage(seal(gone))
})

async function remove(): Promise<void> {
  await deleteDatabase(databaseName())
  await scope.registration.unregister()
  const everything: FromWorker = {
    type: 'invalidated',
    groups: [EVERYTHING],
    reason: 'removed',
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
