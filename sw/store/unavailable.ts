import { PaymentSyncError } from '../../shared/error.ts'

/** Requests go to the network until the store works again. */
export const unavailable = (why: string, cause?: unknown): PaymentSyncError =>
  new PaymentSyncError('STORE_UNAVAILABLE', `The store is not used: ${why}.`, { cause })
