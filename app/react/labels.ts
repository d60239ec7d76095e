/**
 * Every word that the kit shows. Replace any of them by a provider, or by a component's `labels`. Words of a status are
 * named by the status: add one for each that your API has beside these.
 */
export const defaultLabels = {
  'payment.NONE': 'No payment information available',
  'payment.PENDING': 'Payment Pending',
  'payment.ESCROW': 'Paid - In Escrow',
  'payment.HELD_IN_ESCROW': 'Paid - In Escrow',
  'payment.RELEASED': 'Payment Completed',
  'payment.COMPLETED': 'Payment Completed',
  'payment.FAILED': 'Payment Failed',
  'payment.CHECKING': 'Checking payment…',
  'meaning.PENDING': 'Paystack has not confirmed it yet.',
  'meaning.ESCROW': 'Held safely until completion is confirmed.',
  'meaning.HELD_IN_ESCROW': 'Held safely until completion is confirmed.',
  'meaning.FAILED': 'No money was taken.',

  'booking.PENDING': 'Waiting for Provider',
  'booking.CONFIRMED': 'Confirmed',
  'booking.PENDING_EXECUTION': 'Payment Received',
  'booking.IN_PROGRESS': 'In Progress',
  'booking.AWAITING_CONFIRMATION': 'Awaiting Confirmation',
  'booking.COMPLETED': 'Completed',
  'booking.CANCELLED': 'Cancelled',

  // What people do: the button, while it runs, when it is done
  'do.pay': 'Pay Now',
  'doing.pay': 'Opening checkout…',
  'do.resume': 'Resume Checkout',
  'doing.resume': 'Opening checkout…',
  'do.verify': 'Check Payment Status',
  'doing.verify': 'Asking Paystack…',
  'done.verify': 'Payment status checked',
  'do.release-payment': 'Confirm Completion',
  'doing.release-payment': 'Releasing payment…',
  'done.release-payment': 'Completion confirmed, payment released',
  'do.cancel': 'Cancel Booking',
  'doing.cancel': 'Cancelling…',
  'done.cancel': 'Booking cancelled',
  'do.accept': 'Accept Booking',
  'doing.accept': 'Accepting…',
  'done.accept': 'Booking accepted',
  'do.start': 'Start Work',
  'doing.start': 'Starting…',
  'done.start': 'Work started',
  'do.complete': 'Mark as Done',
  'doing.complete': 'Saving…',
  'done.complete': 'Marked as done, waiting for the client',
  'do.message': 'Message Provider',
  'done.message': 'There are no messages here.',

  // A payment
  loadingPayment: 'Loading payment status...',
  paymentNotLoaded: 'Failed to load payment status',
  paymentNotRefreshed: 'Could not refresh; this is the last known',
  lastKnown: 'Last known, being checked…',
  processing: 'Processing Payment...',
  stuck: 'Payment Taking Longer Than Expected',
  stuckMeaning: 'Your money is not lost: ask Paystack again.',
  refresh: 'Refresh',
  verify: 'Verify',
  refreshPaymentTitle: 'Refresh payment status',
  verifyPaymentTitle: 'Verify payment with Paystack',

  // A card
  card: 'Booking {id}',
  refreshBookingTitle: 'Refresh booking status',
  unconfirmed: 'Not confirmed yet',
  actionFailed: '“{action}” failed',

  // The dashboard
  loadingDashboard: 'Loading dashboard...',
  dashboardNotLoaded: 'Failed to load dashboard data',
  dashboardNotRefreshed: 'Could not refresh; you see what was last known',
  refreshAllTitle: 'Refresh all data',
  welcome: 'Welcome back, {name}!',
  bookings: 'Your Bookings',
  noBookings: 'No bookings yet',
  noBookingsMeaning: 'What you book appears here, with its payment.',
  totalBookings: 'Total Bookings',
  paidBookings: 'Paid Bookings',
  completedBookings: 'Completed',
  pendingPayments: 'Pending Payments',
  unknownCount: 'being checked',
  checkoutPaid: 'Payment received. It is held in escrow.',
  checkoutUnclear: 'The payment could not be checked.',

  // Failures; what the API says about itself is shown as it is
  retry: 'Try again',
  offline: 'You are offline.',
  unreachable: 'The server could not be reached. Try again in a moment.',
  busy: 'Too many requests. Try again in a moment.',
  refused: 'The server could not do it. Try again in a moment.',
}

/** Beside the words that there are, words for what only your API has: `'payment.REFUNDED'`. */
export type Labels = Readonly<typeof defaultLabels> &
  Readonly<Record<`${'payment' | 'meaning' | 'booking' | 'done'}.${string}`, string>>

/** Puts values where a label has `{name}`. */
export const fill = (label: string, values: Readonly<Record<string, string>>): string =>
  label.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
