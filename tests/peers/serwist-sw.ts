import {
  BroadcastUpdatePlugin,
  CacheFirst,
  ExpirationPlugin,
  NetworkFirst,
  Serwist,
  StaleWhileRevalidate,
} from 'serwist'
import { table } from './ttl-table.ts'
import { isBooking, isPayment, isService } from './routes.ts'

const expiring = (ttl: number): ExpirationPlugin =>
  new ExpirationPlugin({ maxAgeSeconds: ttl / 1_000, purgeOnQuotaError: true })

new Serwist({
  skipWaiting: true,
  clientsClaim: true,
  runtimeCaching: [
    {
      matcher: ({ url }) => isPayment(url),
      handler: new NetworkFirst({
        cacheName: 'payments',
        networkTimeoutSeconds: table.payment.timeout / 1_000,
        plugins: [expiring(table.payment.ttl)],
      }),
    },
    {
      matcher: ({ url }) => isBooking(url),
      handler: new StaleWhileRevalidate({
        cacheName: 'bookings',
        plugins: [expiring(table.booking.ttl), new BroadcastUpdatePlugin()],
      }),
    },
    {
      matcher: ({ url }) => isService(url),
      handler: new CacheFirst({ cacheName: 'services', plugins: [expiring(table.static.ttl)] }),
    },
  ],
}).addEventListeners()
