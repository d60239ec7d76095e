import { PaymentSyncError } from '../../shared/error.ts'
import type { Ports } from '../ports.ts'

/** How long anybody waits for the store, in ms. Then the network. */
export const STORE_DEADLINE = 500

/**
 * The promise, or after so many ms a rejection. What was promised goes on.
 *
 * @throws PaymentSyncError `STORE_UNAVAILABLE`
 */
export function within<Result>(ports: Pick<Ports, 'after'>, ms: number, promise: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const stop = ports.after(ms, () =>
      reject(new PaymentSyncError('STORE_UNAVAILABLE', `The store did not answer in ${ms} ms.`)),
    )
    promise.then(resolve, reject).finally(stop)
  })
}
