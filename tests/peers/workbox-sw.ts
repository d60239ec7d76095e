import { BroadcastUpdatePlugin } from 'workbox-broadcast-update'
import { clientsClaim } from 'workbox-core'
import { ExpirationPlugin } from 'workbox-expiration'
import { registerRoute } from 'workbox-routing'
import { CacheFirst, NetworkFirst, StaleWhileRevalidate } from 'workbox-strategies'
import { isBooking, isPayment, isService } from './routes.ts'
import { table } from './ttl-table.ts'

declare const self: ServiceWorkerGlobalScope

void self.skipWaiting()
clientsClaim()

const expiring = (ttl: number): ExpirationPlugin =>
  new ExpirationPlugin({ maxAgeSeconds: ttl / 1_000, purgeOnQuotaError: true })

registerRoute(
  ({ url }) => isPayment(url),
  new NetworkFirst({
    cacheName: 'payments',
    networkTimeoutSeconds: table.payment.timeout / 1_000,
    plugins: [expiring(table.payment.ttl)],
  }),
)
registerRoute(
  ({ url }) => isBooking(url),
  new StaleWhileRevalidate({
    cacheName: 'bookings',
    plugins: [expiring(table.booking.ttl), new BroadcastUpdatePlugin()],
  }),
)
registerRoute(
  ({ url }) => isService(url),
  new CacheFirst({ cacheName: 'services', plugins: [expiring(table.static.ttl)] }),
)
