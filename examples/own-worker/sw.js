// The app had this worker before: it shows what is pushed.
self.addEventListener('push', (event) => {
  event.waitUntil(self.registration.showNotification('Bookings', { body: event.data?.text() }))
})

// One line more, and it keeps payments right. It answers what its policy names, and nothing else.
importScripts('/payment-sync-sw.js')
