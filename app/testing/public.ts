export { paymentSyncFixtures, type PaymentSyncFixtures } from './payment-sync-fixtures.ts'
export type { PaymentSyncProbe } from './probe.ts'
export type { StoredEntry } from './read-entries.ts'
