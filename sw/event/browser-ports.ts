import { seal } from '../../shared/protocol.ts'
import type { Moment, Ports } from '../ports.ts'
import { databaseName, scope } from '../scope.ts'
import { deleteIndexedDb, openIndexedDb } from '../store/indexed-db.ts'

/** The pages of our scope, controlled or not. Another scope's have another worker, with another store. */
async function openPages(): Promise<readonly WindowClient[]> {
  const pages = await scope.clients.matchAll({ includeUncontrolled: true, type: 'window' })
  return pages.filter(({ url }) => url.startsWith(scope.registration.scope))
}

let alone: boolean | undefined

/** A lock that each run keeps until it ends, so that the next gets it when the run before is no more. */
function isAlone(): boolean {
  if (alone !== undefined) return alone
  alone = false
  // Asked for by the first event: a worker that waits its turn has no run yet.
  const keep = (): Promise<never> => {
    alone = true
    return new Promise(() => undefined)
  }
  scope.navigator.locks?.request(`${databaseName()} run`, keep).catch(() => undefined)
  return alone
}

/** The real outside. */
export const browserPorts: Ports = {
  now: (): Moment => ({ wall: Date.now(), mono: performance.now() }),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  alone: isAlone,
  send: (request) => fetch(request),
  online: () => navigator.onLine,
  openDatabase: (options) => openIndexedDb(databaseName(), options),
  deleteDatabase: () => deleteIndexedDb(databaseName()),
  takeOver: () => scope.skipWaiting(),
  unregister: () => scope.registration.unregister(),
  tell: async (messages) => {
    if (messages.length === 0) return
    for (const page of await openPages()) for (const message of messages) page.postMessage(seal(message))
  },
  pages: async () => (await openPages()).map(({ id }) => id),
  uuid: () => crypto.randomUUID(),
  newSecret: () => crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
  keyedHash: async (secret, data) => {
    const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data
    const hash = await crypto.subtle.sign('HMAC', secret as CryptoKey, bytes)
    return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  },
}
