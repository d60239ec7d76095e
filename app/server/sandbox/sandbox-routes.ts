import { Hono } from 'hono'
import { checkoutRoutes } from './checkout-routes.ts'
import { conditionRoutes } from './condition-routes.ts'
import { sandboxApi } from './sandbox-api.ts'
import type { Conditions } from './conditions.ts'
import type { AppEnv, Deps } from '../http/app-env.ts'

/** Stands in for Paystack (its API, and the page where people pay), and for bad days of our own API. */
export function sandboxRoutes(deps: Deps, conditions: Conditions): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .route('/paystack', sandboxApi(deps))
    .route('/checkout', checkoutRoutes(deps))
    .route('/conditions', conditionRoutes(conditions))
}
