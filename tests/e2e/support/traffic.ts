import type { ServerResponse } from 'node:http'
import type { Context, MiddlewareHandler, Next } from 'hono'

/** A request that the API saw. */
export interface Seen {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** Undefined while it is held. */
  status: number | undefined
}

type Trouble = (c: Context, next: Next) => Promise<Response | void>

/** Stands before the API: sees every request, and makes the trouble that a test asks for. */
export class Traffic {
  readonly log: Seen[] = []
  #troubles: { readonly what: string; readonly trouble: Trouble; once: boolean }[] = []

  readonly middleware: MiddlewareHandler = async (c, next) => {
    const { pathname, search } = new URL(c.req.url)
    const seen: Seen = { method: c.req.method, path: pathname + search, headers: c.req.header(), status: undefined }
    this.log.push(seen)
    const at = this.#troubles.findIndex(({ what }) => matches(what, seen))
    const found = this.#troubles[at]
    if (found?.once) this.#troubles.splice(at, 1)
    const answer = found ? await found.trouble(c, next) : await next()
    seen.status = answer instanceof Response ? answer.status : c.res.status
    return answer
  }

  /** Every request that fits is answered so, until {@link calm}. `GET /api/x`, or a path with or without its query. */
  answer(
    what: string,
    status: number,
    headers: Record<string, string> = {},
    body: object = { title: 'trouble' },
  ): void {
    const trouble: Trouble = (c) => Promise.resolve(c.json(body, status as 500, headers))
    this.#troubles.push({ what, trouble, once: false })
  }

  /** The connection is cut as the request comes: nobody knows what the server did. It did nothing. */
  cut(what: string): void {
    this.#troubles.push({ what, trouble: (c) => Promise.resolve(cutOff(c)), once: false })
  }

  /** The server does its work, and the connection is cut before it can say so. */
  cutAfter(what: string): void {
    const trouble: Trouble = async (c, next) => {
      await next()
      return cutOff(c)
    }
    this.#troubles.push({ what, trouble, once: true })
  }

  /** Adds headers to every answer to it. */
  headers(what: string, headers: Record<string, string>): void {
    const trouble: Trouble = async (c, next) => {
      await next()
      for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value)
    }
    this.#troubles.push({ what, trouble, once: false })
  }

  /** Holds the next request that fits: before the server does its work, or after it, with the answer of then. */
  hold(what: string, when: 'before' | 'after'): { readonly arrived: Promise<Seen>; readonly release: () => void } {
    let release = (): void => undefined
    const released = new Promise<void>((resolve) => (release = resolve))
    let arrive: (seen: Seen) => void = () => undefined
    const arrived = new Promise<Seen>((resolve) => (arrive = resolve))
    const trouble: Trouble = async (_, next) => {
      if (when === 'after') await next()
      arrive(this.log.at(-1) as Seen)
      await released
      if (when === 'before') await next()
    }
    this.#troubles.push({ what, trouble, once: true })
    return { arrived, release }
  }

  calm(): void {
    this.#troubles = []
  }

  count(what: string): number {
    return this.log.filter((seen) => matches(what, seen)).length
  }
}

function matches(what: string, { method, path }: Seen): boolean {
  const [wanted, ...rest] = what.split(' ')
  if (rest.length > 0 && wanted !== method) return false
  const url = rest[0] ?? wanted ?? ''
  return url === path || url === path.split('?')[0] || (url.endsWith('*') && path.startsWith(url.slice(0, -1)))
}

function cutOff(c: Context): Response {
  const { outgoing } = c.env as { outgoing: ServerResponse }
  outgoing.destroy()
  return c.body(null)
}
