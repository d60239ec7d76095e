import type { MiddlewareHandler } from 'hono'
import { Problem } from './problem.ts'
import type { AppContext, AppEnv } from './app-env.ts'

/** The origin that the browser sees, also behind a proxy that ends TLS. A client that forges it deceives itself alone. */
export function ownOrigin(c: AppContext): string {
  const { protocol, host } = new URL(c.req.url)
  return `${c.req.header('x-forwarded-proto') === 'https' ? 'https:' : protocol}//${host}`
}

/**
 * Nothing is changed for a page of another origin. Browsers say where an unsafe request comes from; a program that
 * says nothing has no cookie jar to abuse.
 */
export const checkOrigin: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (!['GET', 'HEAD', 'OPTIONS'].includes(c.req.method)) {
    const origin = c.req.header('origin')
    const site = c.req.header('sec-fetch-site')
    const foreign = origin === undefined ? site === 'cross-site' || site === 'same-site' : origin !== ownOrigin(c)
    if (foreign) {
      const from = origin === undefined ? 'another site' : JSON.stringify(origin.slice(0, 80))
      throw new Problem(403, `Requests that change something must come from ${ownOrigin(c)}; this one is from ${from}.`)
    }
  }
  await next()
}
