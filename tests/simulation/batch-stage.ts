import { defaultPolicy } from '../../shared/default-policy.ts'
import type { BatchRule, PolicyChanges, WrittenPolicy } from '../../shared/policy.ts'
import type { World } from './world.ts'

/** Of the booking marketplace's API. */
export const batchOfPayments = {
  url: '/api/payments',
  ids: 'bookingIds',
  id: 'bookingId',
  each: 'payments[]',
  field: 'booking.id',
}

/** ms; the first waits so long for others. */
export const WITHIN = 10

/** The default routes, payments asked for together. */
export const routesWithBatch = (more: Partial<BatchRule> = {}): WrittenPolicy['routes'] =>
  defaultPolicy.routes.map((route) =>
    route.url === '/api/payment/verify' ? { ...route, batch: { ...batchOfPayments, ...more } } : route,
  )

export const batched = (more: Partial<BatchRule> = {}): PolicyChanges => ({ routes: routesWithBatch(more) })

export { verify } from '../history/parts.ts'

export const many = (...ids: readonly string[]): string => `/api/payments?bookingIds=${ids.join('%2C')}`

/** What the server was asked, in order. */
export const askedOf = ({ network }: World): string[] => network.log.map(({ method, path }) => `${method} ${path}`)
