/** Every word that the kit shows. Replace any of them by a provider, or by a component's `labels`. */
export const defaultLabels = {
  // A payment's status
  paymentPending: 'Payment Pending',
  paymentEscrow: 'Paid - In Escrow',
  paymentCompleted: 'Payment Completed',
  paymentFailed: 'Payment Failed',
  paymentNone: 'No payment information available',
  paymentChecking: 'Checking payment…',
  meaningPending: 'Paystack has not confirmed it yet.',
  meaningEscrow: 'Held safely until completion is confirmed.',
  meaningFailed: 'No money was taken.',
  lastKnown: 'Last known, being checked…',
  loadingPayment: 'Loading payment status...',
  paymentNotLoaded: 'Failed to load payment status',
  paymentNotRefreshed: 'Could not refresh; this is the last known',
  processing: 'Processing Payment...',
  stuck: 'Payment Taking Longer Than Expected',
  stuckMeaning: 'If money left your account, it is not lost: ask Paystack again.',
  refresh: 'Refresh',
  verify: 'Verify',
  refreshPaymentTitle: 'Refresh payment status',
  verifyPaymentTitle: 'Verify payment with Paystack',
  retry: 'Try again',

  // A booking's status
  bookingPending: 'Waiting for Provider',
  bookingConfirmed: 'Confirmed',
  bookingPaid: 'Payment Received',
  bookingInProgress: 'In Progress',
  bookingAwaiting: 'Awaiting Confirmation',
  bookingCompleted: 'Completed',
  bookingCancelled: 'Cancelled',
  unconfirmed: 'Not confirmed yet',

  // The card
  card: 'Booking {id}',
  refreshBookingTitle: 'Refresh booking status',
  pay: 'Pay Now',
  paying: 'Opening checkout…',
  payOn: 'Resume Checkout',
  check: 'Check Payment Status',
  checking: 'Asking Paystack…',
  checked: 'Payment status checked',
  release: 'Confirm Completion',
  releasing: 'Releasing payment…',
  released: 'Completion confirmed, payment released',
  cancel: 'Cancel Booking',
  cancelling: 'Cancelling…',
  cancelled: 'Booking cancelled',
  accept: 'Accept Booking',
  accepting: 'Accepting…',
  accepted: 'Booking accepted',
  start: 'Start Work',
  starting: 'Starting…',
  started: 'Work started',
  complete: 'Mark as Done',
  completing: 'Saving…',
  completed: 'Marked as done, waiting for the client',
  message: 'Message Provider',
  noMessages: 'Messages are not available here.',
  actionFailed: '“{action}” failed',
  bookingNotRefreshed: 'Could not refresh',

  // The dashboard
  loadingDashboard: 'Loading dashboard...',
  dashboardNotLoaded: 'Failed to load dashboard data',
  dashboardNotRefreshed: 'Could not refresh; you see what was last known',
  refreshAllTitle: 'Refresh all data',
  welcome: 'Welcome back, {name}!',
  bookings: 'Your Bookings',
  noBookings: 'No bookings yet',
  noBookingsMeaning: 'When you book a service, it appears here with everything about its payment.',
  totalBookings: 'Total Bookings',
  paidBookings: 'Paid Bookings',
  completedBookings: 'Completed',
  pendingPayments: 'Pending Payments',
  unknownCount: 'being checked',
  checkoutPaid: 'Payment received. It is held in escrow.',
  checkoutUnclear: 'The payment could not be checked.',

  // Failures; what the API says about itself is shown as it is
  offline: 'You are offline.',
  unreachable: 'The server could not be reached. Try again in a moment.',
  busy: 'Too many requests. Wait a moment, then try again.',
  refused: 'The server could not do it. Try again in a moment.',
}

export type Labels = Readonly<typeof defaultLabels>

/** Puts values where a label has `{name}`. */
export const fill = (label: string, values: Readonly<Record<string, string>>): string =>
  label.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
