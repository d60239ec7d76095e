import { CHECKING } from './domain.ts'
import type { WrittenPolicy } from './policy.ts'

const seconds = 1_000
const minutes = 60 * seconds

const eachBooking = ['booking:{body.bookings[].id}', 'payment:{body.bookings[].payment.reference?}']
const bookingInPath = ['booking:{path.id}', 'bookings']

/** Of a payment inside its answer, beside its booking. */
const paymentState = {
  each: '',
  field: 'payment.status',
  groups: ['booking:{body.booking.id}', 'payment:{body.payment.reference?}'],
}
const agingPayment = { status: 'status', masked: CHECKING, class: 'payment', groups: ['payments'] }

/** The TTL table of the booking marketplace, and what each of its requests changes. */
export const defaultPolicy: WrittenPolicy = {
  name: 'payment-sync',
  classes: {
    payment: { strategy: 'network-first', ttl: 30 * seconds },
    booking: { strategy: 'stale-while-revalidate', ttl: 5 * minutes, outlivesRun: true },
    static: { strategy: 'cache-first', ttl: 30 * minutes, outlivesRun: true },
  },
  routes: [
    {
      url: '/api/payment/verify',
      class: 'payment',
      groups: ['payments', 'booking:{query.bookingId?}', 'payment:{query.reference?}', ...paymentState.groups],
      states: paymentState,
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
    },
    {
      url: '/api/bookings/sync',
      class: 'payment',
      groups: ['bookings', ...eachBooking],
      states: {
        each: 'bookings[]',
        field: 'payment.status',
        groups: ['booking:{body.id}', 'payment:{body.payment.reference?}'],
      },
    },
    { url: '/api/bookings/my-bookings', class: 'booking', groups: ['bookings', ...eachBooking] },
    { url: '/api/bookings', class: 'booking', groups: ['bookings', ...eachBooking] },
    {
      url: '/api/bookings/:id',
      class: 'booking',
      groups: ['booking:{path.id}', 'payment:{body.booking.payment.reference?}'],
    },
    { url: '/api/services', class: 'static', groups: ['services'], keepsSession: true },
    { url: '/api/services/:id', class: 'static', groups: ['services'], keepsSession: true },
  ],
  mutations: [
    { url: '/api/book-service/:id/*', invalidates: bookingInPath },
    { url: '/api/bookings', invalidates: ['bookings'] },
    { url: '/api/bookings/:id', invalidates: bookingInPath },
    { url: '/api/bookings/:id/*', invalidates: bookingInPath },
    {
      url: '/api/payment/verify',
      invalidates: [
        'payment:{body.reference}',
        'payment:{response.payment.reference?}',
        'booking:{response.booking.id?}',
      ],
    },
    { url: '/api/auth/login', methods: ['*'], invalidates: ['*'], session: 'starts' },
    { url: '/api/auth/logout', methods: ['*'], invalidates: ['*'], session: 'ends' },
  ],
  watch: ['/api/*'],
  agingFields: [
    { ...agingPayment, path: 'bookings[].payment' },
    { ...agingPayment, path: 'booking.payment' },
  ],
  maskFor: 'client-pages',
  bustParameters: ['t', '_'],
  ignoreParameters: [],
  sessionHeaders: ['authorization'],
  ignoreHeaders: ['user-agent', 'x-request-id', 'traceparent', 'tracestate'],
  idempotentMethods: [],
  conditionalOrigins: [],
  limits: { entryBytes: 1_048_576, totalBytes: 52_428_800, entries: 5_000 },
}
