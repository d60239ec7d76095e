import { Hono } from 'hono'
import { checkoutRoutes } from './checkout-routes.ts'
import { sandboxApi } from './sandbox-api.ts'
import type { AppEnv, Deps } from '../http/app-env.ts'

/** Stands in for Paystack: its API, and the page where people pay. */
export function sandboxRoutes(deps: Deps): Hono<AppEnv> {
  return new Hono<AppEnv>().route('/paystack', sandboxApi(deps)).route('/checkout', checkoutRoutes(deps))
}
