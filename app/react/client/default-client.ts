import type { DataClient } from '../../client/client.ts'
import { registerPaymentSync } from '../../client/register.ts'
import { createStore, type Store } from '../store/store.ts'
import { directClient } from './direct-client.ts'

let store: Store | undefined
let current: Store | undefined

/** Where no provider names a client. Made at first use; on a server nothing is ever put into it. */
export function defaultStore(): Store {
  store ??= createStore(makeClient)
  return store
}

/** The store of the page, for those who call from outside React: the latest that a provider brought, else the default. */
export const currentStore = (): Store => current ?? defaultStore()

export function makeCurrent(store: Store): () => void {
  const before = current
  current = store
  return () => {
    if (current === store) current = before
  }
}

let heeded: ServiceWorkerContainer | undefined

/** Registers nothing. A worker that controls the page, whoever registered it, is listened to. */
function makeClient(): DataClient {
  const container = workerContainer()
  if (container !== heeded) {
    heeded = container
    container?.addEventListener('controllerchange', () => store?.reconnect())
  }
  const controller = container?.controller
  return controller ? registerPaymentSync({ register: false, url: controller.scriptURL }) : directClient()
}

/** In a sandboxed frame asking for it throws: that page has no worker. */
function workerContainer(): ServiceWorkerContainer | undefined {
  try {
    return navigator.serviceWorker
  } catch {
    return undefined
  }
}
