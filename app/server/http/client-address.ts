import { getConnInfo } from '@hono/node-server/conninfo'
import type { AppContext } from './app-env.ts'

/**
 * Where a request comes from. Each proxy in front adds the address that it saw to the end of `X-Forwarded-For`: only
 * what our own proxies added can be believed.
 */
export function clientAddress(c: AppContext, trustedProxies: number): string {
  const forwarded = (c.req.header('x-forwarded-for') ?? '').split(',').map((each) => each.trim())
  const told = trustedProxies > 0 ? forwarded.at(-trustedProxies) : undefined
  return told || ownConnection(c)
}

/** There is none where the app is called without a server. */
function ownConnection(c: AppContext): string {
  const env: unknown = c.env
  return typeof env === 'object' && env !== null && 'incoming' in env ? (getConnInfo(c).remote.address ?? '') : ''
}
