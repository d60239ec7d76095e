import { defaultPolicy } from '../../shared/default-policy.ts'
import type { BatchRule, PolicyChanges, WrittenPolicy } from '../../shared/policy.ts'
import { verify } from '../history/parts.ts'
import type { BookingServer } from './booking-server.ts'
import type { Seen, Tab } from './tab.ts'
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

export { verify }

export const many = (...ids: readonly string[]): string => `/api/payments?bookingIds=${ids.join('%2C')}`

/** What the server was asked, in order. */
export const askedOf = ({ network }: World): string[] => network.log.map(({ method, path }) => `${method} ${path}`)

/** Lets those who wait for others go. */
export async function landed<Answer>(world: World, reads: readonly Promise<Answer>[]): Promise<Answer[]> {
  await world.advance(WITHIN)
  return Promise.all(reads)
}

/** Two payments are asked for together. `answerThen` gives the answer that the server had as it was asked. */
export async function askTogether(
  world: World,
  server: BookingServer,
  tab: Tab,
): Promise<{ readonly reads: Promise<Seen>[]; readonly answerThen: () => void }> {
  const slow = server.hold(many('7', '8'))
  const reads = [tab.get(verify('7')), tab.get(verify('8'))]
  await world.advance(WITHIN)
  const { answerThen } = await slow
  return { reads, answerThen }
}
