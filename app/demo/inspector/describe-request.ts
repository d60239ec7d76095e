const steps: Readonly<Record<string, string>> = {
  pay: 'opened the checkout of booking {id}',
  cancel: 'cancelled booking {id}',
  accept: 'accepted booking {id}',
  start: 'started the work of booking {id}',
  complete: 'marked booking {id} as done',
  'release-payment': 'confirmed that booking {id} is complete',
}

const others: Readonly<Record<string, string>> = {
  '/api/bookings': 'requested a booking',
  '/api/payment/verify': 'asked Paystack about a payment',
  '/api/auth/login': 'logged in',
  '/api/auth/logout': 'logged out',
}

/** What a request of this app does, to stand after *You*. */
export function describeRequest({ url }: { readonly url: string }): string | undefined {
  const { pathname } = new URL(url, location.origin)
  const [, id = '', step = ''] = /^\/api\/book-service\/([^/]+)\/([^/]+)$/.exec(pathname) ?? []
  return steps[step]?.replace('{id}', id) ?? others[pathname]
}
