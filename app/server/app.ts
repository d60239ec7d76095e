import { Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { authRoutes } from './auth/auth-routes.ts'
import { loadUser } from './auth/session.ts'
import { bookServiceRoutes } from './bookings/book-service-routes.ts'
import { bookingRoutes } from './bookings/booking-routes.ts'
import { healthRoutes } from './health/health-routes.ts'
import { idempotency } from './http/idempotency.ts'
import { logRequests } from './http/log-requests.ts'
import { onError } from './http/on-error.ts'
import { checkOrigin } from './http/own-origin.ts'
import { Problem } from './http/problem.ts'
import { securityHeaders } from './http/security-headers.ts'
import { paymentRoutes, paymentsRoutes } from './payments/payment-routes.ts'
import { sandboxRoutes } from './sandbox/sandbox-routes.ts'
import { serviceRoutes } from './services/service-routes.ts'
import { staticFiles } from './static/static-files.ts'
import type { AppEnv, Deps } from './http/app-env.ts'

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

  const onMethodNotAllowed = (_: unknown, allowed: string[]): never => {
    throw new Problem(405, `Use ${allowed.join(' or ')} here.`, {}, { Allow: allowed.join(', ') })
  }
  app.use('/api/*', methodNotAllowed({ app, onMethodNotAllowed }))
  app.use(checkOrigin)
  app.use(bodyLimit({ maxSize: 64 * 1024, onError: tooLarge }))
  app.use('/api/*', loadUser(deps), idempotency(deps))

  app.route('/api/auth', authRoutes(deps))
  app.route('/api/bookings', bookingRoutes(deps))
  app.route('/api/book-service', bookServiceRoutes(deps))
  app.route('/api/payment', paymentRoutes(deps))
  app.route('/api/payments', paymentsRoutes(deps))
  app.route('/api/services', serviceRoutes(deps))
  app.route('/api', healthRoutes(deps))
  if (deps.sandbox) app.route('/sandbox', sandboxRoutes(deps))
  if (staticDir !== undefined) app.route('/', staticFiles(staticDir))
  app.notFound((c) => {
    throw new Problem(404, `There is nothing at ${c.req.path.slice(0, 120)}.`)
  })
  return app
}

function tooLarge(): never {
  throw new Problem(413, 'The body is larger than 64 KiB.')
}
