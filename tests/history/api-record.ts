import type { Item, ServerRequest, Span, Write } from './history.ts'
import { itemsIn } from './items-in.ts'
import { answeredTogether, askedTogether } from './parts.ts'

/** A request as it comes. */
export interface Arriving {
  /** `X-Request-Id`. */
  readonly id?: string | undefined
  readonly method: string
  /** Path and query, as they came. */
  readonly url: string
  readonly session: string
}

/** What the API made of it. */
export interface Answering {
  readonly status: number
  readonly etag?: string | null
  /** Parsed; of a 304 nothing. */
  readonly body?: unknown
  /** A recorded answer, given again under an `Idempotency-Key`. */
  readonly replayed?: boolean
  /** The connection was gone by then: the work was done, and nobody heard of it. */
  readonly lost?: boolean
}

export interface Arrival {
  answered(answering: Answering): void
  /** The connection broke, or the test let it go unanswered. */
  broken(): void
}

/**
 * The server's own record: who asked for what, and which versions there were. Versions are taken from the answers; where
 * a test knows better (it changed a row itself, or watches the database), it says so first, by `write`.
 */
export class ApiRecord {
  readonly requests: ServerRequest[] = []
  readonly executions = new Map<string, Span[]>()
  readonly #writes = new Map<string, Write>()
  readonly #byEtag = new Map<string, readonly Item[]>()
  readonly #sessions = new Map<string, string>()
  readonly #now: () => number

  constructor(now: () => number = () => performance.timeOrigin + performance.now()) {
    this.#now = now
  }

  get writes(): Write[] {
    return [...this.#writes.values()]
  }

  /** A name for whoever sends this cookie, in stories: `s1`, `s2`, … */
  sessionOf(cookie: string | null | undefined): string {
    if (cookie === null || cookie === undefined || cookie === '') return 'none'
    const known = this.#sessions.get(cookie) ?? `s${this.#sessions.size + 1}`
    this.#sessions.set(cookie, known)
    return known
  }

  /** Replaces what was guessed from answers. */
  write(write: Write): void {
    this.#writes.set(`${write.key} ${write.version}`, write)
  }

  arrived({ id, method, url, session }: Arriving): Arrival {
    const start = this.#now()
    const isRead = method === 'GET' || method === 'HEAD'
    const at = this.requests.length
    const parts = askedTogether(url)
    const request = { method, url, session, start, ...(id !== undefined && { id }), ...(parts && { parts }) }
    this.requests.push({ ...request, end: null, status: null })
    return {
      answered: ({ status, etag, body, replayed = false, lost = false }) => {
        const end = this.#now()
        const items = this.#items(status, etag, body)
        const said = parts && status === 200 && answeredTogether(body, (one) => itemsIn(one, ''))
        this.requests[at] = {
          ...request,
          end,
          status,
          ...(isRead && items && { items }),
          ...(said && { parts: said }),
          ...(lost && { lost }),
        }
        // Who isn't logged in gets no further than the door.
        if (!isRead && !replayed && status !== 401 && id !== undefined) {
          this.executions.set(id, [...(this.executions.get(id) ?? []), { from: start, until: end }])
        }
        for (const item of items ?? []) this.#seen(item, { from: start, until: end, by: isRead ? undefined : id })
      },
      broken: () => {
        this.requests[at] = { ...request, end: this.#now(), status: null }
      },
    }
  }

  #items(status: number, etag: string | null | undefined, body: unknown): readonly Item[] | undefined {
    if (status === 304) return this.#byEtag.get(etag ?? '')
    if (status >= 300) return undefined
    const items = itemsIn(body, '')
    if (etag !== null && etag !== undefined) this.#byEtag.set(etag, items)
    return items
  }

  /** A version that is new to us was made by the mutation that answers it or, by somebody, before it was read. */
  #seen(item: Item, { from, until, by }: Span & { readonly by: string | undefined }): void {
    const { key, version, state = '', digest } = item
    const known = this.#writes.get(`${key} ${version}`)
    const isOurs = by !== undefined && known?.by === undefined && known !== undefined && known.until >= from
    if (known && !isOurs) return
    const span = by === undefined ? { from: 0, until } : { from, until: Math.min(until, known?.until ?? until) }
    this.write({
      key,
      version,
      state,
      ...span,
      ...(digest !== undefined && { digest }),
      ...(by !== undefined && { by }),
    })
  }
}
