import { within } from '../store/deadline.ts'
import { tellDistrust } from '../store/distrust.ts'
import type { Draft } from '../store/draft.ts'
import type { Context } from './context.ts'

/**
 * Changes the store before anybody goes on. Late or failed, the store is no longer trusted until it has caught up, which
 * it sees to itself; the page doesn't wait for that.
 */
export const written = (context: Context, change: Change): Promise<unknown> =>
  inTime(context, change).catch(() => undefined)

/** As {@link written}, for what pages must hear of: while it isn't written they are told that nothing is to be trusted. */
export const writtenOrTold = (context: Context, change: Change): Promise<unknown> =>
  inTime(context, change).catch(() => tellDistrust(context.ports))

type Change = (draft: Draft) => Promise<unknown>

const inTime = ({ ports, store }: Context, change: Change): Promise<unknown> => within(ports, store.commit(change))
