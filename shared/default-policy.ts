import { CHECKING } from './domain.ts'
import type { Policy } from './policy.ts'

const seconds = 1_000
const minutes = 60 * seconds

const paymentState = {
  each: '',
  field: 'payment.status',
  groups: ['booking:{body.booking.id}', 'payment:{body.payment.reference?}'],
}

/** The TTL table of the booking marketplace, and what each of its requests changes. */
export const defaultPolicy: Policy = {
  name: 'payment-sync',
  classes: {
    payment: {
      strategy: 'network-first',
      ttl: 30 * seconds,
      timeout: 3 * seconds,
      revalidateAfter: 0,
      outlivesRun: false,
    },
    booking: {
      strategy: 'stale-while-revalidate',
      ttl: 5 * minutes,
      timeout: 3 * seconds,
      revalidateAfter: 30 * seconds,
      outlivesRun: true,
    },
    static: { strategy: 'cache-first', ttl: 30 * minutes, timeout: 3 * seconds, revalidateAfter: 0, outlivesRun: true },
  },
  routes: [
    {
      url: '/api/payment/verify',
      class: 'payment',
      groups: [
        'payments',
        'booking:{query.bookingId?}',
        'payment:{query.reference?}',
        'booking:{body.booking.id}',
        'payment:{body.payment.reference?}',
      ],
      states: paymentState,
      keepsSession: false,
    },
    {
      url: '/api/payments',
      class: 'payment',
      groups: [
        'payments',
        'booking:{query.bookingIds[]}',
        'booking:{body.payments[].booking.id}',
        'payment:{body.payments[].payment.reference?}',
      ],
      states: { ...paymentState, each: 'payments[]' },
      keepsSession: false,
    },
    {
      url: '/api/bookings/sync',
      class: 'payment',
      groups: ['bookings', 'booking:{body.bookings[].id}', 'payment:{body.bookings[].payment.reference?}'],
      states: {
        each: 'bookings[]',
        field: 'payment.status',
        groups: ['booking:{body.id}', 'payment:{body.payment.reference?}'],
      },
      keepsSession: false,
    },
    {
      url: '/api/bookings/my-bookings',
      class: 'booking',
      groups: ['bookings', 'booking:{body.bookings[].id}', 'payment:{body.bookings[].payment.reference?}'],
      keepsSession: false,
    },
    {
      url: '/api/bookings',
      class: 'booking',
      groups: ['bookings', 'booking:{body.bookings[].id}', 'payment:{body.bookings[].payment.reference?}'],
      keepsSession: false,
    },
    {
      url: '/api/bookings/:id',
      class: 'booking',
      groups: ['booking:{path.id}', 'payment:{body.booking.payment.reference?}'],
      keepsSession: false,
    },
    { url: '/api/services', class: 'static', groups: ['services'], keepsSession: true },
    { url: '/api/services/:id', class: 'static', groups: ['services'], keepsSession: true },
  ],
  mutations: [
    mutation('/api/book-service/:id/*', ['booking:{path.id}', 'bookings']),
    mutation('/api/bookings', ['bookings']),
    mutation('/api/bookings/:id', ['booking:{path.id}', 'bookings']),
    mutation('/api/bookings/:id/*', ['booking:{path.id}', 'bookings']),
    mutation('/api/payment/verify', [
      'payment:{body.reference}',
      'payment:{response.payment.reference?}',
      'booking:{response.booking.id?}',
    ]),
    { ...mutation('/api/auth/login', ['*']), methods: ['POST'], session: 'starts' },
    { ...mutation('/api/auth/logout', ['*']), methods: ['*'], session: 'ends' },
  ],
  watch: ['/api/*'],
  agingFields: [
    { path: 'bookings[].payment', status: 'status', masked: CHECKING, class: 'payment', groups: ['payments'] },
    { path: 'booking.payment', status: 'status', masked: CHECKING, class: 'payment', groups: ['payments'] },
  ],
  maskFor: 'client-pages',
  bustParameters: ['t', '_'],
  ignoreParameters: [],
  sessionHeaders: ['authorization'],
  ignoreHeaders: [
    'user-agent',
    'x-request-id',
    'traceparent',
    'tracestate',
    'sec-ch-ua',
    'sec-ch-ua-mobile',
    'sec-ch-ua-platform',
  ],
  idempotentMethods: [],
  conditionalOrigins: [],
  limits: { entryBytes: 1_048_576, totalBytes: 52_428_800, entries: 5_000 },
}

function mutation(url: string, invalidates: string[]): Policy['mutations'][number] {
  return { url, methods: ['POST', 'PUT', 'PATCH', 'DELETE'], invalidates, observe: false }
}
