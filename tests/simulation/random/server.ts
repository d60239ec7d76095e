import type { ServerRequest, Span } from '../../history/history.ts'
import { answeredTogether, askedTogether } from '../../history/parts.ts'
import type { Arrived, Network } from '../network.ts'
import { LiveChannel } from './live-channel.ts'
import type { Act, Scenario } from './scenario.ts'
import { Seeded } from './seeded.ts'
import { itemsOf, type Recording, type Writable } from './recording.ts'

/** A request on its way: to the server, or as an answer back from it. */
export interface Underway {
  readonly arrived: Arrived
  readonly record: Writable<ServerRequest>
  readonly session: string
  readonly id: string
  /** The answer that is on its way back. */
  answer: { readonly body: unknown; readonly init: ResponseInit; readonly landing?: string } | undefined
}

type Served = Pick<Scenario, 'etags' | 'unstored' | 'seed'>
type Kind = 'booking' | 'payment'

/** A server with versions, and the network between it and the browser: each request waits before and after the server. */
export class RandomServer {
  readonly underway: Underway[] = []
  readonly live = new LiveChannel()
  /** What happens to the next request of a kind. */
  next: { readonly isMeant: (underway: Underway) => boolean; readonly happen: (underway: Underway) => void } | undefined
  /** Whose cookie the browser has: it changes when an answer lands. */
  session = 's1'
  readonly #recording: Recording
  readonly #versions = new Map<string, number>()
  readonly #etags: boolean
  readonly #unstored: number
  readonly #random: Seeded
  readonly #answers = new Map<string, Underway['answer']>()
  #sessions = 1

  constructor(network: Network, recording: Recording, { etags, unstored, seed }: Served) {
    this.#recording = recording
    this.#etags = etags
    this.#unstored = unstored
    this.#random = new Seeded(seed + 2)
    for (const id of ['7', '8']) for (const kind of ['booking', 'payment'] as const) this.#write(kind, id)
    network.server = (arrived) => this.#arrive(arrived)
  }

  /** Sessions take turns between two users. */
  static userOf(session: string): string {
    return `user ${Number(session.slice(1)) % 2}`
  }

  /** Whether a request of that id ever left the browser. */
  has(id: string): boolean {
    return this.#recording.history.requests.some((request) => request.id === id)
  }

  #arrive(arrived: Arrived): void {
    const { request, method, path } = arrived
    const id = request.headers.get('x-request-id') ?? ''
    const url = path.replace(/[?&][t_]=\d+/, '')
    const start = this.#recording.tick()
    const session = request.headers.get('authorization') ?? this.session
    const record: Writable<ServerRequest> = { id, method, url, session, start, end: null, status: null }
    const parts = askedTogether(path)
    if (parts) record.parts = parts
    this.#recording.history.requests.push(record)
    const underway: Underway = { arrived, record, session, id, answer: undefined }
    this.underway.push(underway)
    const { next } = this
    if (!next?.isMeant(underway)) return
    this.next = undefined
    next.happen(underway)
  }

  /** One step of one request: it reaches the server, or its answer the browser. */
  goOn(underway: Underway): void {
    if (!underway.answer) return this.reach(underway)
    this.#leave(underway)
    const { record, answer, arrived } = underway
    record.end = this.#recording.tick()
    record.status = answer.init.status ?? 200
    if (answer.landing !== undefined) this.#land(underway.id, answer.landing)
    arrived.answer(answer.body, answer.init)
  }

  /** The connection breaks. `reaches`: the server got it, or will. */
  lose(underway: Underway): void {
    this.#leave(underway)
    underway.record.end = this.#recording.tick()
    underway.record.lost = true
    underway.arrived.fail()
  }

  refuse(underway: Underway, status: number): void {
    // To each that it was sent for, whatever it was about to be answered.
    const parts = askedTogether(underway.arrived.path)
    if (parts) underway.record.parts = parts
    const headers = { ...json, ...(status === 429 && { 'retry-after': '20' }) }
    underway.answer = { body: JSON.stringify({ error: status }), init: { status, headers } }
  }

  /** The server reads or changes its database. */
  reach(underway: Underway): void {
    const { arrived, session, record } = underway
    const [path = '', query = ''] = arrived.path.split('?')
    if (arrived.method !== 'GET') {
      underway.answer = this.#execute(underway, path)
      return
    }
    const owner = RandomServer.userOf(session)
    const said = { owner, ...this.#state(path, query, owner) }
    const body = JSON.stringify(said)
    const etag = `"${[...this.#versions.values()].join('.')}"`
    record.readAt = this.#recording.tick()
    record.items = itemsOf(said)
    if (record.parts) record.parts = answeredTogether(said, (one) => itemsOf({ owner, ...one }))
    const headers = {
      ...json,
      ...(this.#etags && { etag }),
      ...(this.#random.chance(this.#unstored) && { 'cache-control': 'no-store' }),
    }
    const isSame = this.#etags && arrived.request.headers.get('if-none-match') === etag
    underway.answer = isSame ? { body: null, init: { status: 304, headers } } : { body, init: { headers } }
  }

  /** From another device, or a webhook. */
  elsewhere(act: Act, id: string): void {
    for (const kind of touches[act]) this.#write(kind, id)
    this.live.committed(id)
  }

  #execute({ arrived, id }: Underway, path: string): Underway['answer'] {
    const key = arrived.request.headers.get('idempotency-key')
    const known = key === null ? undefined : this.#answers.get(key)
    if (known) return known
    const [, , area] = path.split('/')
    const mutation = this.#recording.history.mutations.find((each) => each.id === id)
    const from = this.#recording.tick()
    let answer: Underway['answer']
    if (area === 'auth') {
      this.#sessions += 1
      const landing = `s${this.#sessions}`
      answer = { body: '{"success":true}', init: { headers: json }, landing }
    } else {
      const { booking, act } = meant(arrived, path)
      const changes: string[] = []
      for (const kind of touches[act]) {
        this.#write(kind, booking, id)
        changes.push(this.live.committed(booking))
      }
      const body = JSON.stringify({ success: true, booking: this.#booking(booking), payment: this.#payment(booking) })
      answer = { body, init: { headers: { ...json, 'payment-sync-changes': changes.join(', ') } } }
    }
    // A login's repeat isn't recognised, on purpose: not even a hash of a password is kept. A second one does no harm.
    if (mutation && area !== 'auth')
      Object.assign(mutation, { executions: [...mutation.executions, { from, until: this.#recording.tick() }] })
    if (key !== null) this.#answers.set(key, answer)
    return answer
  }

  /** The browser has another cookie from now on. */
  #land(id: string, landing: string): void {
    const mutation = this.#recording.history.mutations.find((each) => each.id === id)
    // What a worker sent that was stopped ends with it, at the latest as its repeat is answered.
    if (mutation?.end != null) return
    const boundary = { from: this.session, to: landing }
    this.session = landing
    // Executed twice, it began two sessions, one after the other: the second is known when its page has the answer.
    if (mutation?.boundary)
      this.#recording.history.mutations.push({
        ...mutation,
        id: again(id),
        begin: mutation.executions[0]?.until ?? mutation.begin,
        end: mutation.end === null ? null : this.#recording.tick(),
        boundary,
        executions: [],
      })
    else if (mutation) Object.assign(mutation, { boundary, executions: [this.#now()] })
  }

  #now(): Span {
    return { from: this.#recording.tick(), until: this.#recording.tick() }
  }

  #write(kind: Kind, id: string, by?: string): void {
    const key = `${kind}:${id}`
    const version = (this.#versions.get(key) ?? 0) + 1
    const from = this.#recording.tick()
    this.#versions.set(key, version)
    const write = { key, version, state: stateOf(version), from, until: this.#recording.tick() }
    this.#recording.history.writes.push(by === undefined ? write : { ...write, by })
  }

  #state(path: string, query: string, owner: string): object {
    const last = path.split('/').at(-1) ?? ''
    if (path === '/api/payment/verify') return this.#verified(query.includes('8') ? '8' : '7')
    if (path === '/api/payments') {
      const asked = ['7', '8'].filter((id) => query.includes(id))
      // Now and then one is left out of what is asked for together.
      const ids = query.includes('%2C') ? asked.filter(() => !this.#random.chance(0.1)) : asked
      return { payments: ids.map((id) => ({ owner, ...this.#verified(id) })) }
    }
    if (/^\d$/.test(last)) return { booking: this.#withPayment(last) }
    return { bookings: ['7', '8'].map((id) => this.#withPayment(id)) }
  }

  #verified(id: string): { readonly payment: object; readonly booking: object } {
    return { payment: this.#payment(id), booking: this.#booking(id) }
  }

  #payment(id: string): object {
    const version = this.#versions.get(`payment:${id}`) ?? 0
    return { id, reference: `ref-${id}`, version, status: stateOf(version) }
  }

  #booking(id: string): object {
    const version = this.#versions.get(`booking:${id}`) ?? 0
    return { id, version, status: stateOf(version) }
  }

  #withPayment(id: string): object {
    return { ...this.#booking(id), payment: this.#payment(id) }
  }

  #leave(underway: Underway): void {
    this.underway.splice(this.underway.indexOf(underway), 1)
  }
}

const json = { 'content-type': 'application/json' }
const stateOf = (version: number): string => `STATE-${version}`
/** The id of a mutation that the browser sent twice, as the server got it the second time. */
export const again = (id: string): string => `${id} again`

export const touches: Readonly<Record<Act, readonly Kind[]>> = {
  pay: ['payment', 'booking'],
  cancel: ['booking'],
  release: ['payment'],
  verify: ['payment', 'booking'],
  note: ['booking'],
}

export const URL_OF: Readonly<Record<Act, (id: string) => string>> = {
  pay: (id) => `/api/book-service/${id}/pay`,
  cancel: (id) => `/api/book-service/${id}/cancel`,
  release: (id) => `/api/book-service/${id}/release`,
  verify: () => '/api/payment/verify',
  note: (id) => `/api/notes/${id}`,
}

function meant({ request }: Arrived, path: string): { readonly booking: string; readonly act: Act } {
  const [, , area, booking = '', act = ''] = path.split('/')
  if (area === 'notes') return { booking, act: 'note' }
  if (area === 'book-service') return { booking, act: act as Act }
  // The light request keeps its body as it was given.
  const { reference } = JSON.parse((request as unknown as { content: string }).content) as { reference: string }
  return { booking: reference.replace('ref-', ''), act: 'verify' }
}
