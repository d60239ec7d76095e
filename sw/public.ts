export { startPaymentSync, type StartOptions } from './event/start.ts'
export { PaymentSyncError, type ErrorCode } from '../shared/error.ts'
export type { Policy, PolicyChanges } from '../shared/policy.ts'
