import type { Session } from '../plan.ts'
import type { Context } from './context.ts'

/**
 * The partition of the store that a request belongs to: the epoch of the cookie's session, the headers that tell
 * sessions apart, and the credentials mode.
 *
 * @throws PaymentSyncError `STORE_UNAVAILABLE`
 */
export async function sessionOf({ ports, policy, store }: Context, request: Request): Promise<Session> {
  const { secret } = await store.run()
  const named = policy.policy.sessionHeaders.flatMap((name) => {
    const value = request.headers.get(name)
    return value === null ? [] : [`${name}: ${value}`]
  })
  const byHeader = named.length > 0
  // Never the token itself: what is stored can be read by whoever has the profile.
  const headers = byHeader ? await ports.keyedHash(secret, named.join('\n')) : 'cookie'
  const { epoch = 0 } = store.seen
  return { id: `${epoch}.${headers}.${request.credentials}`, epoch, byHeader }
}
