export { paymentSync, type PaymentSyncPluginOptions } from './payment-sync-plugin.ts'
export { definePolicy } from '../../shared/define-policy.ts'
export type { PolicyChanges } from '../../shared/policy.ts'
