import type { Database } from '../../../app/server/database/database.ts'
import { api, logIn, type Person } from '../../server/person.ts'
import { SLOTS } from '../schedule.ts'

/** By email; each round has its own, so that their lists hold nothing else. */
export interface People {
  readonly client: string
  /** Another one, who may see nothing of the first one's. */
  readonly second: string
  readonly provider: string
}

interface State {
  readonly id: string
  readonly status: string
  readonly reference: string | null
  readonly payment: string | null
}

interface Made {
  readonly people: People
  readonly service: string
  readonly client: Person
  readonly provider: Person
}

/** Devices that pass no worker: they keep the bookings of a round in motion. */
export class Elsewhere {
  readonly people: People
  readonly #url: string
  readonly #database: Database
  readonly #service: string
  readonly #client: Person
  readonly #provider: Person
  readonly #slots: string[] = []

  private constructor(url: string, database: Database, made: Made) {
    this.people = made.people
    this.#url = url
    this.#database = database
    this.#service = made.service
    this.#client = made.client
    this.#provider = made.provider
  }

  /** @param round any number that no other round of this database has */
  static async start(url: string, database: Database, round: number): Promise<Elsewhere> {
    const twin = async (of: string): Promise<string> => {
      const email = `${round}-${of}@example.com`
      await database.query(
        `insert into users (name, email, role, password_hash)
         select name, $1, role, password_hash from users where email = $2`,
        [email, `${of}@example.com`],
      )
      return email
    }
    const people = {
      client: await twin('client'),
      second: await twin('second-client'),
      provider: await twin('provider'),
    }
    const [service] = await database.query<{ id: string }>(
      `insert into services (name, description, category, price, currency, duration_minutes, provider_id)
       select s.name, description, category, price, currency, duration_minutes, u.id
       from services s, users u where u.email = $1 order by s.id limit 1 returning id`,
      [people.provider],
    )
    const [client, second, provider] = await Promise.all([
      logIn(url, people.client),
      logIn(url, people.second),
      logIn(url, people.provider),
    ])
    const elsewhere = new Elsewhere(url, database, { people, service: service?.id ?? '', client, provider })
    for (let slot = 0; slot < SLOTS; slot += 1) elsewhere.#slots.push(await elsewhere.#book(client, slot % 2 === 0))
    for (let each = 0; each < 3; each += 1) await elsewhere.#book(second, true)
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
        this.#slots[slot] = await this.#book(this.#client, true)
    }
  }

  async #book(client: Person, isAccepted: boolean): Promise<string> {
    const scheduledAt = new Date(Date.now() + 86_400_000).toISOString()
    const { body } = await client.post('/api/bookings', { serviceId: this.#service, scheduledAt, note: 'a test' })
    if (isAccepted) await this.#provider.post(`/api/book-service/${body.booking.id}/accept`)
    return body.booking.id
  }

  /** In the sandbox's checkout; a webhook tells the API. */
  async #pay(reference: string): Promise<void> {
    const body = new URLSearchParams({ outcome: 'pay' })
    await api(this.#url).send(`/sandbox/checkout/${reference}`, { method: 'POST', body })
  }
}
