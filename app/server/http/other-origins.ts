import type { MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import { CHANGES_HEADER } from './change-rows.ts'
import type { AppEnv } from './app-env.ts'

/**
 * Lets pages of these origins read, with the user's cookie; nothing is changed for them ({@link checkOrigin}). The
 * cookie is `SameSite=Lax`: they must be of the same site, such as `https://app.example.com` for `https://api.example.com`.
 */
export function otherOrigins(origins: readonly string[]): MiddlewareHandler<AppEnv> {
  const allow = cors({
    origin: [...origins],
    credentials: true,
    allowMethods: ['GET'],
    allowHeaders: ['Cache-Control', 'If-None-Match', 'Pragma'],
    exposeHeaders: ['ETag', 'Retry-After', CHANGES_HEADER],
    maxAge: 600,
  })
  return async (c, next) => {
    const answer = await allow(c, next)
    // Also for who is not allowed: an answer kept for one origin is not another's.
    if (!answer) c.res.headers.set('Vary', [...new Set([...varied(c.res.headers), 'Origin'])].join(', '))
    return answer
  }
}

const varied = (headers: Headers): string[] =>
  (headers.get('vary') ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)
