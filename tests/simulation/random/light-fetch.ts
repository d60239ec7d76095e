/**
 * Requests and answers as light as they can be. Node's own cost a hundred times what the worker's code does; the stories
 * are told with those, a million random ones with these. Everything here is done within microtasks.
 */
type Pairs = Iterable<readonly [string, string]> | Record<string, string> | LightHeaders

export class LightHeaders {
  readonly #fields = new Map<string, string>()

  constructor(init?: Pairs) {
    if (init === undefined) return
    const pairs = Symbol.iterator in init ? init : Object.entries(init)
    for (const [name, value] of pairs) this.append(name, value)
  }

  get(name: string): string | null {
    return this.#fields.get(name.toLowerCase()) ?? null
  }

  has(name: string): boolean {
    return this.#fields.has(name.toLowerCase())
  }

  set(name: string, value: string): void {
    this.#fields.set(name.toLowerCase(), value)
  }

  append(name: string, value: string): void {
    const had = this.get(name)
    this.set(name, had === null ? value : `${had}, ${value}`)
  }

  delete(name: string): void {
    this.#fields.delete(name.toLowerCase())
  }

  [Symbol.iterator](): Iterator<[string, string]> {
    return [...this.#fields].sort(([one], [other]) => (one < other ? -1 : 1))[Symbol.iterator]()
  }
}

interface LightInit {
  readonly method?: string
  readonly headers?: Pairs
  readonly body?: string | null
  readonly cache?: string
  readonly mode?: string
}

class LightRequest {
  readonly url: string
  readonly method: string
  readonly headers: LightHeaders
  readonly cache: string
  readonly mode: string
  readonly content: string
  readonly credentials = 'same-origin'
  readonly redirect = 'follow'
  readonly destination = ''
  readonly integrity = ''

  constructor(input: string | URL | LightRequest, init: LightInit = {}) {
    const from = input instanceof LightRequest ? input : undefined
    this.url = from?.url ?? (typeof input === 'string' ? input : (input as URL).href)
    this.method = init.method ?? from?.method ?? 'GET'
    this.headers = new LightHeaders(init.headers ?? from?.headers)
    this.cache = init.cache ?? from?.cache ?? 'default'
    this.mode = init.mode ?? from?.mode ?? 'cors'
    this.content = init.body ?? from?.content ?? ''
  }

  clone(): LightRequest {
    return this
  }

  blob(): Promise<{ readonly size: number; readonly text: () => Promise<string> }> {
    return Promise.resolve({ size: this.content.length, text: () => Promise.resolve(this.content) })
  }
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

class LightResponse {
  readonly status: number
  readonly statusText: string
  readonly headers: LightHeaders
  readonly redirected = false
  readonly type: string = 'basic'
  readonly content: string | null

  constructor(
    body: string | ArrayBuffer | null = null,
    init: { readonly status?: number; readonly statusText?: string; readonly headers?: Pairs } = {},
  ) {
    this.status = init.status ?? 200
    this.statusText = init.statusText ?? ''
    this.headers = new LightHeaders(init.headers)
    this.content = body instanceof ArrayBuffer ? decoder.decode(body) : body
  }

  static error(): LightResponse {
    return Object.assign(new LightResponse(), { type: 'error' })
  }

  get body(): { readonly getReader: () => object } | null {
    const { content } = this
    if (content === null) return null
    const parts = [encoder.encode(content)]
    const read = (): Promise<object> => {
      const value = parts.pop()
      return Promise.resolve(value ? { done: false, value } : { done: true, value: undefined })
    }
    return { getReader: () => ({ read, cancel: () => Promise.resolve() }) }
  }

  clone(): LightResponse {
    return this
  }

  text(): Promise<string> {
    return Promise.resolve(this.content ?? '')
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return Promise.resolve(encoder.encode(this.content ?? '').buffer)
  }
}

/** The same few patterns are made by each run, and matched with a few URLs again and again. */
function remembering(Pattern: typeof URLPattern): (init: URLPatternInit) => object {
  const made = new Map<string, object>()
  class Remembering {
    readonly #pattern: URLPattern
    readonly #known = new Map<string, URLPatternResult | null>()

    constructor(init: URLPatternInit) {
      this.#pattern = new Pattern(init)
    }

    exec(url: string): URLPatternResult | null {
      let found = this.#known.get(url)
      if (found === undefined) {
        found = this.#pattern.exec(url)
        this.#known.set(url, found)
      }
      return found
    }

    test(url: string): boolean {
      return this.exec(url) !== null
    }
  }
  // Called with `new`: what a constructor returns stands for what it makes.
  return function (init) {
    const name = JSON.stringify(init)
    const pattern = made.get(name) ?? new Remembering(init)
    made.set(name, pattern)
    return pattern
  }
}

let isUsed = false

/** From now on, in this process. */
export function useLightFetch(): void {
  if (isUsed) return
  isUsed = true
  Object.assign(globalThis, {
    Headers: LightHeaders,
    Request: LightRequest,
    Response: LightResponse,
    URLPattern: remembering(URLPattern),
  })
}
