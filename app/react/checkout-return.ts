/** What the address says when a person comes back from the checkout. */
export interface CheckoutReturn {
  readonly bookingId: string | undefined
  readonly reference: string | undefined
  /** `success`, `failed` or `abandoned`: a claim of the address, to be verified before anybody believes it. */
  readonly claimed: string
}

const parameters = ['payment', 'booking', 'reference', 'trxref']

export function readCheckoutReturn(search: string): CheckoutReturn | undefined {
  const query = new URLSearchParams(search)
  const reference = query.get('reference') ?? query.get('trxref') ?? undefined
  const bookingId = query.get('booking') ?? undefined
  const claimed = query.get('payment')
  return claimed && (reference ?? bookingId) ? { bookingId, reference, claimed } : undefined
}

/** The address without what the checkout put into it: a reload must not tell the story again. */
export function withoutCheckoutReturn(href: string): string {
  const url = new URL(href)
  for (const name of parameters) url.searchParams.delete(name)
  return `${url.pathname}${url.search}${url.hash}`
}
