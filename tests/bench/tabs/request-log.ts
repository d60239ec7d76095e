import type { MiddlewareHandler } from 'hono'

export interface Asked {
  readonly at: number
  readonly method: string
  /** With its query. */
  readonly path: string
  /** Another device's, not the browser's. */
  readonly isOurs: boolean
}

/** What the API is asked, in order. */
export class RequestLog {
  #asked: Asked[] = []

  readonly middleware: MiddlewareHandler = (c, next) => {
    const { pathname, search } = new URL(c.req.url)
    const isOurs = !(c.req.header('user-agent') ?? '').includes('Chrome')
    this.#asked.push({ at: Date.now(), method: c.req.method, path: pathname + search, isOurs })
    return next()
  }

  clear(): void {
    this.#asked = []
  }

  mark(): number {
    return this.#asked.length
  }

  since(mark: number): readonly Asked[] {
    return this.#asked.slice(mark)
  }

  /** For people: how many of each, of the browser. */
  describe(): string {
    const counts = new Map<string, number>()
    for (const { method, path, isOurs } of this.#asked) {
      const what = `${method} ${path.split('?')[0]}`
      if (!isOurs) counts.set(what, (counts.get(what) ?? 0) + 1)
    }
    return [...counts].map(([what, times]) => `${times} × ${what}`).join(', ') || 'nothing'
  }

  /** How often the browser asked for a payment again within so many ms, though nothing had changed since. */
  repeated(within: number, changedAt: readonly number[]): number {
    const last = new Map<string, number>()
    let times = 0
    for (const { at, path, isOurs } of this.#asked) {
      if (isOurs || !path.startsWith('/api/payment')) continue
      const before = last.get(path)
      last.set(path, at)
      if (before === undefined || at - before >= within) continue
      if (!changedAt.some((changed) => changed >= before && changed <= at)) times += 1
    }
    return times
  }
}
