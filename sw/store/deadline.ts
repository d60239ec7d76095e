import type { Ports } from '../ports.ts'
import { unavailable } from './unavailable.ts'

/** How long anybody waits for the store, in ms. Then the network. */
export const STORE_DEADLINE = 500

/**
 * The promise, or after so many `ms` a rejection. What was promised goes on.
 *
 * @throws PaymentSyncError `STORE_UNAVAILABLE`
 */
export function within<Result>(
  ports: Pick<Ports, 'after'>,
  promise: Promise<Result>,
  ms: number = STORE_DEADLINE,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const stop = ports.after(ms, () => reject(unavailable(`no answer in ${ms} ms`)))
    promise.then(resolve, reject).finally(stop)
  })
}
