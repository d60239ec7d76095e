import { definePolicy } from 'payment-sync/policy'

export default definePolicy({
  classes: { booking: { ttl: 120_000 } },
})
