/** What is asked of a URL, worked out once for each text. */
interface Parsed {
  readonly href: string
  readonly origin: string
  readonly protocol: string
  readonly hostname: string
  readonly pathname: string
  readonly search: string
  readonly hash: string
  readonly query: ReadonlyMap<string, string>
}

const known = new Map<string, Parsed>()

function parse(text: string, base: string | undefined): Parsed {
  const name = base === undefined ? text : `${base} ${text}`
  let parsed = known.get(name)
  if (!parsed) known.set(name, (parsed = partsOf(new TrueUrl(text, base))))
  return parsed
}

function partsOf({ href, origin, protocol, hostname, pathname, search, hash, searchParams }: URL): Parsed {
  const query = new Map<string, string>()
  // Of several, the first.
  for (const [name, value] of searchParams) if (!query.has(name)) query.set(name, value)
  return { href, origin, protocol, hostname, pathname, search, hash, query }
}

const TrueUrl = URL

/** `URL`: the few of a random history are parsed once, and what is made of them once. */
export class LightUrl {
  static readonly canParse: typeof URL.canParse = (text, base) => TrueUrl.canParse(text, base)
  #parsed: Parsed

  constructor(url: string | LightUrl | URL, base?: string | LightUrl | URL) {
    this.#parsed = url instanceof LightUrl ? url.#parsed : parse(String(url), base === undefined ? base : String(base))
  }

  get href(): string {
    return this.#parsed.href
  }

  get origin(): string {
    return this.#parsed.origin
  }

  get protocol(): string {
    return this.#parsed.protocol
  }

  get hostname(): string {
    return this.#parsed.hostname
  }

  get pathname(): string {
    return this.#parsed.pathname
  }

  get search(): string {
    return this.#parsed.search
  }

  get hash(): string {
    return this.#parsed.hash
  }

  set hash(hash: string) {
    if (hash !== this.#parsed.hash) this.#change(`hash ${hash}`, (url) => (url.hash = hash))
  }

  get searchParams(): Pick<URLSearchParams, 'has' | 'get' | 'set' | 'delete'> & Iterable<[string, string]> {
    return {
      [Symbol.iterator]: () => new TrueUrl(this.href).searchParams[Symbol.iterator](),
      has: (name) => this.#parsed.query.has(name),
      get: (name) => this.#parsed.query.get(name) ?? null,
      set: (name, value) => this.#change(`set ${name} ${value}`, (url) => url.searchParams.set(name, value)),
      delete: (name) => this.#change(`delete ${name}`, (url) => url.searchParams.delete(name)),
    }
  }

  toString(): string {
    return this.href
  }

  #change(what: string, how: (url: URL) => unknown): void {
    const name = `${what} ${this.href}`
    let parsed = known.get(name)
    if (!parsed) {
      const url = new TrueUrl(this.href)
      how(url)
      known.set(name, (parsed = partsOf(url)))
    }
    this.#parsed = parsed
  }
}

/** The polyfill of `URLPattern` works on URLs. */
function withTrueUrl<Result>(work: () => Result): Result {
  const used = URL
  globalThis.URL = TrueUrl
  try {
    return work()
  } finally {
    globalThis.URL = used
  }
}

/** The same few patterns are made by each run, and matched with a few URLs again and again. */
export function remembering(Pattern: typeof URLPattern): (init: URLPatternInit) => object {
  const made = new Map<string, object>()
  class Remembering {
    readonly #pattern: URLPattern
    readonly #results = new Map<string, URLPatternResult | null>()

    constructor(init: URLPatternInit) {
      this.#pattern = withTrueUrl(() => new Pattern(init))
    }

    exec(url: string): URLPatternResult | null {
      let found = this.#results.get(url)
      if (found === undefined) {
        found = withTrueUrl(() => this.#pattern.exec(url))
        this.#results.set(url, found)
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
