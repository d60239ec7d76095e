import { urlGroup } from '../../shared/groups.ts'
import { fenceOff } from '../store/drop-key.ts'
import type { Context } from './context.ts'
import { written } from './written.ts'

/**
 * The store can't be asked: the app goes on as if there were no worker. What is delivered isn't stored, so nothing that is
 * held may follow it, once the store answers again.
 */
export async function passBy(context: Context, request: Request, url: string): Promise<Response> {
  const response = await context.ports.send(request)
  if (context.store.isBad) return response
  // Also what was asked after it: the server may have seen the two in any order.
  await written(context, (draft) => fenceOff(draft, urlGroup(url)))
  return response
}
