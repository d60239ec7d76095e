import { PaymentSyncError, type ErrorCode } from '../../shared/error.ts'

/** Requests go to the network until the store works again. */
export const unavailable = (why: string, cause?: unknown, code: ErrorCode = 'STORE_UNAVAILABLE'): PaymentSyncError =>
  new PaymentSyncError(code, `The store is not used: ${why}.`, { cause })
