// What this app knows and the default policy can't: its API executes a POST once under one Idempotency-Key.
self.PAYMENT_SYNC_POLICY = { idempotentMethods: ['POST'] }
importScripts('/payment-sync-sw.js')
