import type { MiddlewareHandler } from 'hono'
import { allowance } from './allowance.ts'
import { clientAddress } from './client-address.ts'
import { Problem } from './problem.ts'
import type { AppEnv, Deps } from './app-env.ts'

/** A balancer asks whether we live, and Paystack tells of money: neither is ever told to wait. */
const exempt: ReadonlySet<string> = new Set(['/api/health', '/api/payment/webhook'])

/**
 * A 429 for who asks too often: a user, or an address where nobody is logged in. Counted by each instance for itself,
 * because it is the instance that this protects, and counting together would cost a write for each read.
 */
export function limitRequests({ environment }: Deps): MiddlewareHandler<AppEnv> {
  const early = allowance(environment.RATE_LIMIT)
  return async (c, next) => {
    if (!exempt.has(c.req.path)) {
      const user = c.get('user')
      const who = user ? `user:${user.id}` : `address:${clientAddress(c, environment.TRUSTED_PROXIES)}`
      const wait = early(who, Date.now())
      if (wait > 0) throw tooMany('Too many requests', wait)
    }
    await next()
  }
}

/** A 429 that says when to come back. */
export function tooMany(what: string, waitMs: number): Problem {
  const seconds = Math.max(1, Math.ceil(waitMs / 1_000))
  return new Problem(429, `${what}. Try again in ${seconds} s.`, {}, { 'Retry-After': String(seconds) })
}
