import { urlGroup } from '../../shared/groups.ts'
import { STORE_DEADLINE, within } from '../store/deadline.ts'
import type { Context } from './context.ts'

/**
 * The store can't be asked: the app goes on as if there were no worker. What is delivered isn't stored, so nothing that is
 * held may follow it, once the store answers again.
 */
export async function passBy({ ports, store }: Context, request: Request, url: string): Promise<Response> {
  if (store.isBad) return ports.send(request)
  const response = await ports.send(request)
  // Also what was asked after it: the server may have seen the two in any order.
  const dropped = store.commit((draft) => draft.invalidate([urlGroup(url)], 'discovered', { silent: true }))
  await within(ports, STORE_DEADLINE, dropped).catch(() => 'distrusted')
  return response
}
