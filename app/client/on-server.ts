import type { PaymentSyncClient } from './client.ts'

const nothing = (): void => undefined

/** Rendering on a server: nothing to register, and nothing may be shared between the people it renders for. */
export function onServer(): PaymentSyncClient {
  return {
    state: 'unsupported',
    subscribeState: () => nothing,
    ready: Promise.resolve(),
    subscribe: () => nothing,
    invalidate: () => Promise.resolve(),
    refresh: (url) => fetch(url, { cache: 'reload' }),
    endSession: () => Promise.resolve(),
    fetch: (input, init) => fetch(input, init),
  }
}
