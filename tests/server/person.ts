import type { Booking, Payment } from '../../shared/domain.ts'

/** What the API answers, read. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: AnyBody
}

/** Whatever an answer may hold; a test says what it expects. */
export interface AnyBody {
  readonly [field: string]: unknown
  readonly success?: boolean
  readonly booking: Booking
  readonly bookings: readonly Booking[]
  readonly payment: Payment | null
  readonly payments: readonly { readonly payment: Payment | null; readonly booking: Booking }[]
  readonly authorizationUrl: string
  readonly reference: string
  readonly detail: string
}

type Headed = Readonly<Record<string, string>>

/** Somebody's browser, as far as an API can tell: it keeps one cookie. */
export interface Person {
  readonly cookie: string | undefined
  get(path: string, headers?: Headed): Promise<Answer>
  post(path: string, body?: unknown, headers?: Headed): Promise<Answer>
  /** Anything else, as it is. */
  send(path: string, init: RequestInit): Promise<Answer>
}

export function api(url: string, cookie?: string): Person {
  const send = async (path: string, init: RequestInit): Promise<Answer> => {
    const headers = new Headers(init.headers)
    if (cookie !== undefined && !headers.has('cookie')) headers.set('cookie', cookie)
    const response = await fetch(url + path, { redirect: 'manual', ...init, headers })
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    const body = (isJson && text !== '' ? JSON.parse(text) : { text }) as AnyBody
    return { status: response.status, headers: response.headers, body }
  }
  return {
    cookie,
    send,
    get: (path, headers = {}) => send(path, { headers }),
    post: (path, body, headers = {}) =>
      send(path, {
        method: 'POST',
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  }
}

/** The password of everybody in the seed. */
export const password = 'payment-sync'

export async function logIn(url: string, email: string): Promise<Person> {
  const { status, headers } = await api(url).post('/api/auth/login', { email, password })
  if (status !== 200) throw new Error(`login answered ${status}`)
  return api(url, headers.getSetCookie()[0]?.split(';')[0])
}

/** A booking of the client's that the provider may have accepted. */
export async function newBooking(client: Person, acceptedBy?: Person): Promise<Booking> {
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString()
  const { body } = await client.post('/api/bookings', { serviceId: '1', scheduledAt: tomorrow, note: 'a test' })
  if (acceptedBy) return (await acceptedBy.post(`/api/book-service/${body.booking.id}/accept`)).body.booking
  return body.booking
}

/** Opens the checkout of an accepted booking. */
export async function openCheckout(client: Person, id: string): Promise<Answer['body']> {
  return (await client.post(`/api/book-service/${id}/pay`, { callbackUrl: '/dashboard?tab=1' })).body
}

/** Presses a button of the checkout page; where it leads. */
export async function press(outcome: 'pay' | 'fail' | 'abandon', checkout: string): Promise<URL> {
  const body = new URLSearchParams({ outcome })
  const response = await fetch(checkout, { method: 'POST', body, redirect: 'manual' })
  return new URL(response.headers.get('location') ?? '', checkout)
}
