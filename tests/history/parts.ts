import type { Part } from './history.ts'

/** Where one payment is asked for. */
export const verify = (id: string): string => `/api/payment/verify?bookingId=${id}`

/** What our worker asks for together, on behalf of these URLs: a page writes the commas as they are. */
export function askedTogether(url: string): Part[] | undefined {
  const [, ids] = /^\/api\/payments\?bookingIds=(.*%2C.*)/.exec(url) ?? []
  return ids?.split('%2C').map((id) => ({ url: verify(id) }))
}

/** What an answer to many says of each: what it lacks is asked for again. */
export function answeredTogether(said: unknown, itemsOf: (one: object) => Part['items']): Part[] {
  const { payments = [] } = said as { payments?: readonly { booking: { id: string } }[] }
  return payments.map((one) => {
    const items = itemsOf(one)
    return { url: verify(one.booking.id), ...(items && { items }) }
  })
}
