import { Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { authRoutes } from './auth/auth-routes.ts'
import { loadUser } from './auth/session.ts'
import { bookServiceRoutes } from './bookings/book-service-routes.ts'
import { bookingRoutes } from './bookings/booking-routes.ts'
import { healthRoutes } from './health/health-routes.ts'
import { tellChanges } from './http/change-rows.ts'
import { idempotency } from './http/idempotency.ts'
import { limitRequests } from './http/limit-requests.ts'
import { logRequests } from './http/log-requests.ts'
import { onError, problemResponse } from './http/on-error.ts'
import { otherOrigins } from './http/other-origins.ts'
import { checkOrigin } from './http/own-origin.ts'
import { Problem } from './http/problem.ts'
import { securityHeaders } from './http/security-headers.ts'
import { eventRoutes } from './live/event-routes.ts'
import { paymentRoutes, paymentsRoutes } from './payments/payment-routes.ts'
import { createConditions } from './sandbox/conditions.ts'
import { sandboxRoutes } from './sandbox/sandbox-routes.ts'
import { serviceRoutes } from './services/service-routes.ts'
import { staticFiles } from './static/static-files.ts'
import type { AppContext, AppEnv, Deps } from './http/app-env.ts'

export interface AppOptions {
  /** Run before every `/api` route, in order. */
  readonly middleware?: readonly MiddlewareHandler[]
  /** A built page to serve. */
  readonly staticDir?: string
}

/**
 * Everything that answers requests, without a port.
 *
 * @example const response = await createApp(deps).request('/api/health')
 */
export function createApp(deps: Deps, { middleware = [], staticDir }: AppOptions = {}): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.onError(onError(deps.log))
  app.use(logRequests(deps.log))
  app.use(securityHeaders)
  for (const each of middleware) app.use('/api/*', each)
  const conditions = deps.sandbox ? createConditions() : undefined
  if (conditions) app.use('/api/*', conditions.middleware)

  const { CORS_ORIGINS } = deps.environment
  if (CORS_ORIGINS.length > 0) app.use('/api/bookings/sync', otherOrigins(CORS_ORIGINS))
  const routes = apiRoutes(deps)
  app.use('/api/*', methodNotAllowed({ app: routes, onMethodNotAllowed }))
  app.use(checkOrigin)
  app.use(bodyLimit({ maxSize: 64 * 1024, onError: tooLarge }))
  app.use('/api/*', loadUser(deps), limitRequests(deps), idempotency(deps), tellChanges)
  app.route('/', routes)
  if (conditions) app.route('/sandbox', sandboxRoutes(deps, conditions))
  if (staticDir !== undefined) app.route('/', staticFiles(staticDir))
  app.notFound((c) => problemResponse(c, new Problem(404, `There is nothing at ${c.req.path.slice(0, 120)}.`)))
  return app
}

function apiRoutes(deps: Deps): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .route('/api/auth', authRoutes(deps))
    .route('/api/bookings', bookingRoutes(deps))
    .route('/api/book-service', bookServiceRoutes(deps))
    .route('/api/payment', paymentRoutes(deps))
    .route('/api/payments', paymentsRoutes(deps))
    .route('/api/services', serviceRoutes(deps))
    .route('/api', eventRoutes(deps))
    .route('/api', healthRoutes(deps))
}

function onMethodNotAllowed(c: AppContext, allowed: string[]): Response {
  const problem = new Problem(405, `Use ${allowed.join(' or ')} here.`, {}, { Allow: allowed.join(', ') })
  return problemResponse(c, problem)
}

function tooLarge(): never {
  throw new Problem(413, 'The body is larger than 64 KiB.')
}
