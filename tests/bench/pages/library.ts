import type { ReactElement, ReactNode } from 'react'
import type { Booking, Payment } from '../../../shared/domain.ts'

export const LIST = '/api/bookings/my-bookings'
export const paymentUrl = (id: string): string => `/api/payment/verify?bookingId=${id}`

/** ms between two questions about a pending payment. */
export const EVERY = 30_000

/** How an app reads its data: what a library's documentation recommends for a list, and for what may change in it. */
export interface Library {
  readonly Around: (props: { readonly children: ReactNode }) => ReactElement
  readonly useBookings: () => readonly Booking[] | undefined
  /** Begins with what the list says; while it is pending it is asked for again. */
  readonly usePayment: (booking: Booking) => Payment | null | undefined
  /** Changes a booking, and sees to what is shown of it in this tab. */
  readonly change: (id: string) => Promise<unknown>
}

export async function readJson<Body>(ask: typeof fetch, url: string, init?: RequestInit): Promise<Body> {
  const response = await ask(url, init)
  if (!response.ok) throw new Error(`${url} was answered with ${response.status}.`)
  return (await response.json()) as Body
}

export const post = (ask: typeof fetch, id: string): Promise<unknown> =>
  readJson(ask, `/api/book-service/${id}/start`, { method: 'POST' })
