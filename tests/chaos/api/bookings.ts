import type { Database } from '../../../app/server/database/database.ts'
import { api, logIn, newBooking, type Person } from '../../server/person.ts'
import { SLOTS } from '../schedule.ts'

export const CLIENT = 'client@example.com'
export const SECOND = 'second-client@example.com'
export const PROVIDER = 'provider@example.com'

interface State {
  readonly id: string
  readonly status: string
  readonly reference: string | null
  readonly payment: string | null
}

/** Devices that pass no worker: they keep the bookings of a round in motion. */
export class Elsewhere {
  readonly #url: string
  readonly #database: Database
  readonly #client: Person
  readonly #provider: Person
  readonly #slots: string[] = []

  private constructor(url: string, database: Database, client: Person, provider: Person) {
    this.#url = url
    this.#database = database
    this.#client = client
    this.#provider = provider
  }

  /** Begins with bookings of this round alone: the first client's, and some of another one, who may see none of these. */
  static async start(url: string, database: Database): Promise<Elsewhere> {
    await database.query('truncate payments, reviews, bookings cascade')
    const [client, second, provider] = await Promise.all([CLIENT, SECOND, PROVIDER].map((who) => logIn(url, who)))
    if (!client || !second || !provider) throw new Error('Somebody could not log in.')
    const elsewhere = new Elsewhere(url, database, client, provider)
    for (let slot = 0; slot < SLOTS; slot += 1)
      elsewhere.#slots.push((await newBooking(client, slot % 2 === 0 ? provider : undefined)).id)
    for (let each = 0; each < 3; each += 1) await newBooking(second, provider)
    return elsewhere
  }

  id(slot: number): string {
    return this.#slots[slot] ?? ''
  }

  async state(slot: number): Promise<State> {
    const [state] = await this.#database.query<State>(
      `select b.id, b.status, p.reference, p.status as payment from bookings b
       left join payments p on p.booking_id = b.id where b.id = $1 order by p.id desc limit 1`,
      [this.id(slot)],
    )
    if (!state) throw new Error(`There is no booking in slot ${slot}.`)
    return state
  }

  /** The next step in a booking's life; after its end, another booking takes its place. */
  async goOn(slot: number): Promise<void> {
    const { id, status, reference, payment } = await this.state(slot)
    const act = (person: Person, name: string): Promise<unknown> => person.post(`/api/book-service/${id}/${name}`)
    switch (status) {
      case 'PENDING':
        return void (await act(this.#provider, 'accept'))
      case 'CONFIRMED':
        if (payment === 'PENDING' && reference !== null) return this.#pay(reference)
        return void (await this.#client.post(`/api/book-service/${id}/pay`, { callbackUrl: '/' }))
      case 'PENDING_EXECUTION':
        return void (await act(this.#provider, 'start'))
      case 'IN_PROGRESS':
        return void (await act(this.#provider, 'complete'))
      case 'AWAITING_CONFIRMATION':
        return void (await act(this.#client, 'release-payment'))
      default:
        this.#slots[slot] = (await newBooking(this.#client, this.#provider)).id
    }
  }

  /** In the sandbox's checkout; a webhook tells the API. */
  async #pay(reference: string): Promise<void> {
    const body = new URLSearchParams({ outcome: 'pay' })
    await api(this.#url).send(`/sandbox/checkout/${reference}`, { method: 'POST', body })
  }
}
