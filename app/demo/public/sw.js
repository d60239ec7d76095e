// What no route names (the page itself, its scripts and styles) doesn't wake the worker, where the browser can be told.
self.PAYMENT_SYNC_STATIC_ROUTING = true
self.PAYMENT_SYNC_POLICY = {
  // What this app knows and the default policy can't: its API executes a POST once under one Idempotency-Key.
  idempotentMethods: ['POST'],
  // And that the dashboard asks first who is here. The API's word counts; while it can't be had, who was here a moment ago in
  // this session is, for as long as their bookings are shown.
  classes: { account: { strategy: 'network-first', ttl: 300_000, outlivesRun: true } },
  // A list takes the place of the default one: the first line and `batch` are ours, the rest is the default policy's.
  routes: [
    { url: '/api/auth/me', class: 'account', groups: ['account'] },
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
      states: {
        each: '',
        field: 'payment.status',
        groups: ['booking:{body.booking.id}', 'payment:{body.payment.reference?}'],
      },
      // Ours, too: the API tells of many at once, and cards that poll do so together.
      batch: {
        url: '/api/payments',
        ids: 'bookingIds',
        id: 'bookingId',
        each: 'payments[]',
        field: 'booking.id',
        most: 100,
      },
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
      states: {
        each: 'payments[]',
        field: 'payment.status',
        groups: ['booking:{body.booking.id}', 'payment:{body.payment.reference?}'],
      },
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
    },
    {
      url: '/api/bookings/my-bookings',
      class: 'booking',
      groups: ['bookings', 'booking:{body.bookings[].id}', 'payment:{body.bookings[].payment.reference?}'],
    },
    {
      url: '/api/bookings',
      class: 'booking',
      groups: ['bookings', 'booking:{body.bookings[].id}', 'payment:{body.bookings[].payment.reference?}'],
    },
    {
      url: '/api/bookings/:id',
      class: 'booking',
      groups: ['booking:{path.id}', 'payment:{body.booking.payment.reference?}'],
    },
    { url: '/api/services', class: 'static', groups: ['services'], keepsSession: true },
    { url: '/api/services/:id', class: 'static', groups: ['services'], keepsSession: true },
  ],
}
importScripts('/payment-sync-sw.js')
