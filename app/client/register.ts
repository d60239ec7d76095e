import type { PaymentSyncClient } from './client.ts'
import { inPage } from './in-page.ts'
import { onServer } from './on-server.ts'
import { readOptions, type PaymentSyncOptions } from './read-options.ts'

/**
 * Registers the worker and connects this page to it. Returns at once; call it once for each page.
 *
 * @throws PaymentSyncError `BAD_OPTION`, naming the option and its value
 * @example
 * const client = registerPaymentSync()
 * const response = await client.fetch('/api/bookings/my-bookings')
 */
export function registerPaymentSync(options: PaymentSyncOptions = {}): PaymentSyncClient {
  const read = readOptions(options)
  return typeof document === 'undefined' ? onServer() : inPage(read)
}
