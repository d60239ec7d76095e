/** A request that has reached the server's door. */
export interface Arrived {
  readonly request: Request
  readonly method: string
  readonly path: string
  /** Resolves the worker's (or page's) fetch. */
  answer(body: unknown, init?: ResponseInit): void
  /** The connection breaks. */
  fail(): void
  readonly isAnswered: boolean
}

export type Server = (arrived: Arrived) => void

/** Everything that leaves the browser. Tests hold requests, answer them in any order, and count them. */
export class Network {
  readonly log: Arrived[] = []
  /** Answers what no test holds. */
  server: Server = (arrived) => arrived.answer({ error: 'no such thing' }, { status: 404 })
  online = true
  #held: { readonly matches: (arrived: Arrived) => boolean; readonly take: (arrived: Arrived) => void }[] = []

  /** The next request that matches, which then waits for the test. `GET /api/x` or a path. */
  hold(what: string): Promise<Arrived> {
    return new Promise((resolve) => {
      const matches = ({ method, path }: Arrived): boolean => what === path || what === `${method} ${path}`
      this.#held.push({ matches, take: resolve })
    })
  }

  fetch(request: Request): Promise<Response> {
    if (!this.online) return Promise.reject(new TypeError('Failed to fetch'))
    return new Promise((resolve, reject) => {
      const { pathname, search } = new URL(request.url)
      const arrived: { -readonly [Field in keyof Arrived]: Arrived[Field] } = {
        request,
        method: request.method,
        path: pathname + search,
        answer(body, init = {}) {
          arrived.isAnswered = true
          resolve(respond(body, init))
        },
        fail() {
          arrived.isAnswered = true
          reject(new TypeError('Failed to fetch'))
        },
        isAnswered: false,
      }
      this.log.push(arrived)
      const at = this.#held.findIndex(({ matches }) => matches(arrived))
      const [held] = at === -1 ? [] : this.#held.splice(at, 1)
      if (held) held.take(arrived)
      else this.server(arrived)
    })
  }

  /** How often the server was asked. */
  count(what: string): number {
    return this.log.filter(({ method, path }) => what === path || what === `${method} ${path}`).length
  }
}

function respond(body: unknown, init: ResponseInit): Response {
  const status = init.status ?? 200
  const headers = new Headers(init.headers)
  if (status === 204 || status === 304) return new Response(null, { ...init, headers })
  if (body instanceof ReadableStream) return new Response(body, { ...init, headers })
  if (!headers.has('content-type')) headers.set('content-type', 'application/json')
  return new Response(typeof body === 'string' ? body : JSON.stringify(body), { ...init, headers })
}
