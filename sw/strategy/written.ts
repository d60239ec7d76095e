import { STORE_DEADLINE, within } from '../store/deadline.ts'
import type { Draft } from '../store/draft.ts'
import type { Context } from './context.ts'

/**
 * Changes the store before anybody goes on. Late or failed, the store is no longer trusted until it has caught up, which
 * it sees to itself; the page doesn't wait for that.
 */
export function written({ ports, store }: Context, change: (draft: Draft) => Promise<unknown>): Promise<unknown> {
  return within(ports, STORE_DEADLINE, store.commit(change)).catch(() => undefined)
}
