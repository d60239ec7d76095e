// What differs from the default policy, as JSON. Everything that can be said: docs/policy.md
self.PAYMENT_SYNC_POLICY = {
  classes: {
    booking: { ttl: 120000 },
  },
}
importScripts('/payment-sync-sw.js')
