import { defaultPolicy, definePolicy } from 'payment-sync/policy'

export default definePolicy({
  classes: { payment: { ttl: 10_000 } },
  routes: [...defaultPolicy.routes, { url: '/api/invoices/:id', class: 'payment', groups: ['invoice:{path.id}'] }],
})

// @ts-expect-error -- a time to live is a number
definePolicy({ classes: { payment: { ttl: '10s' } } })
// @ts-expect-error -- a rule says what it is about
definePolicy({ routes: [{ url: '/api/invoices/:id', class: 'payment' }] })
