import { startPaymentSync } from 'payment-sync/sw'
import { matchPrecache, precacheAndRoute } from 'workbox-precaching'

// The app had this worker before: it shows a page of its own while there is no network.
precacheAndRoute([{ url: '/offline.html', revision: '1' }])

self.addEventListener('fetch', (event) => {
  if (event.request.mode !== 'navigate') return
  event.respondWith(fetch(event.request).catch(() => matchPrecache('/offline.html')))
})

// One line more, and it keeps payments right. It answers what its policy names, and nothing else.
startPaymentSync({ policy: { classes: { booking: { ttl: 120_000 } } } })
