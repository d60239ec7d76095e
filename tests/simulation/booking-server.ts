import type { Arrived, Network } from './network.ts'

/** A server with versions: everything it says can be placed in time. */
export class BookingServer {
  readonly #network: Network
  readonly #versions = new Map<string, number>()
  readonly #status = new Map<string, string>()
  /** Mutations that were executed, in order. */
  readonly executed: string[] = []
  /** Added to every answer to a read. */
  headers: Record<string, string> = {}
  withEtag = true
  /** Whose cookie the browser has. Versions don't tell users apart, nor do `ETag`s. */
  user = '1'
  /** Bookings that it leaves out where it is asked for many. */
  readonly hidden = new Set<string>()

  constructor(network: Network) {
    this.#network = network
    network.server = (arrived) => this.answer(arrived)
  }

  version(id: string): number {
    return this.#versions.get(id) ?? 1
  }

  /** A change, from wherever it comes. */
  change(id: string, status: string): void {
    this.#versions.set(id, this.version(id) + 1)
    this.#status.set(id, status)
  }

  payment(id: string): { reference: string; status: string; version: number } {
    return { reference: `ref-${id}`, status: this.#status.get(id) ?? 'PENDING', version: this.version(id) }
  }

  booking(id: string): { id: string; payment: ReturnType<BookingServer['payment']> } {
    return { id, payment: this.payment(id) }
  }

  /** What it says to a request now. */
  answer(arrived: Arrived): void {
    const url = new URL(arrived.request.url)
    if (arrived.method === 'GET') return this.#read(arrived, url)
    const [, , area = '', id = '', act = ''] = url.pathname.split('/')
    this.executed.push(`${arrived.method} ${arrived.path}`)
    if (area === 'auth') return arrived.answer({ success: true })
    this.change(id, act === 'pay' ? 'ESCROW' : act.toUpperCase())
    arrived.answer({ success: true, booking: this.booking(id) })
  }

  #read(arrived: Arrived, { pathname, searchParams }: URL): void {
    const body = { user: this.user, ...this.#state(pathname, searchParams) }
    const versions = [...this.#versions].map(([id, version]) => `${id}.${version}`).join('-')
    const etag = this.withEtag ? { etag: `"${versions}"` } : {}
    if (this.withEtag && arrived.request.headers.get('if-none-match') === etag.etag) {
      return arrived.answer(undefined, { status: 304, headers: { ...this.headers, ...etag } })
    }
    arrived.answer(body, { headers: { 'x-user': this.user, ...this.headers, ...etag } })
  }

  #state(pathname: string, query: URLSearchParams): object {
    const last = pathname.split('/').at(-1) ?? ''
    if (pathname.startsWith('/api/services')) return { services: [] }
    if (pathname === '/api/payments') {
      const ids = query.get('bookingIds')?.split(',') ?? []
      return { payments: ids.filter((id) => !this.hidden.has(id)).map((id) => this.#verified(id)) }
    }
    if (pathname === '/api/payment/verify') {
      const id = query.get('bookingId') ?? query.get('reference')?.replace('ref-', '') ?? ''
      return this.#verified(id)
    }
    if (['my-bookings', 'sync', 'bookings'].includes(last)) return { bookings: [this.booking('7'), this.booking('8')] }
    return { booking: this.booking(last) }
  }

  /** The answer to the URL of one payment, alone or among many: the same JSON. */
  #verified(id: string): object {
    return { user: this.user, success: true, payment: this.payment(id), booking: { id } }
  }

  /** Holds a request as it comes. `answerThen`: with the state of when it came; `answerNow`: of now. */
  async hold(
    what: string,
  ): Promise<{ readonly arrived: Arrived; readonly answerThen: () => void; readonly answerNow: () => void }> {
    const arrived = await this.#network.hold(what)
    let then: Parameters<Arrived['answer']> | undefined
    // What changes something is done once, when it is answered.
    if (arrived.method === 'GET') this.answer({ ...arrived, answer: (...said) => (then = said) })
    return {
      arrived,
      answerThen: () => then && arrived.answer(...then),
      answerNow: () => this.answer(arrived),
    }
  }
}
