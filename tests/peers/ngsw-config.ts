import type { Config } from '@angular/service-worker/config'
import type { TtlTable } from './ttl-table.ts'

const seconds = (ms: number): `${number}s` => `${ms / 1_000}s`

/**
 * Angular's documented options for this job: `freshness` for what changes often, such as account balances; and what
 * its guide calls stale-while-revalidate, `freshness` with a timeout of nothing. `index` is the address of a page.
 */
export const ngswConfig = (table: TtlTable, index: string): Config => ({
  index,
  assetGroups: [],
  dataGroups: [
    {
      name: 'payments',
      urls: ['/api/payment/**', '/api/payments', '/api/payments?*', '/api/bookings/sync'],
      cacheConfig: {
        strategy: 'freshness',
        maxSize: 100,
        maxAge: seconds(table.payment.ttl),
        timeout: seconds(table.payment.timeout),
      },
    },
    {
      name: 'bookings',
      urls: ['/api/bookings', '/api/bookings/**'],
      cacheConfig: { strategy: 'freshness', maxSize: 100, maxAge: seconds(table.booking.ttl), timeout: '0u' },
    },
    {
      name: 'services',
      urls: ['/api/services'],
      cacheConfig: { strategy: 'performance', maxSize: 100, maxAge: seconds(table.static.ttl) },
    },
  ],
  navigationUrls: ['!/**'],
})
