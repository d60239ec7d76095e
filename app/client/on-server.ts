import type { PaymentSyncClient } from './client.ts'
import { later } from './tools/later.ts'

const off = () => (): void => undefined
const done = async (): Promise<void> => undefined

/** Rendering on a server: nothing to register, and nothing may be shared between the people it renders for. */
export const onServer = (): PaymentSyncClient => ({
  ...later(async () => (await import('./tools/nothing.ts')).nothing),
  waiting: false,
  paused: false,
  debug: false,
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
