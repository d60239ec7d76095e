import type { PaymentSyncClient } from './client.ts'

const off = () => (): void => undefined
const done = async (): Promise<void> => undefined

/** Rendering on a server: nothing to register, and nothing may be shared between the people it renders for. */
export const onServer = (): PaymentSyncClient => ({
  state: 'unsupported',
  live: 'off',
  ready: done(),
  subscribeState: off,
  subscribe: off,
  invalidate: done,
  endSession: done,
  refresh: (url) => fetch(url, { cache: 'reload' }),
  fetch: (input, init) => fetch(input, init),
})
