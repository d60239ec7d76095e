export type Pairs = Iterable<readonly [string, string]> | Record<string, string> | LightHeaders

/** `Headers`, as far as the worker asks of them. */
export class LightHeaders {
  #fields: Map<string, string>
  /** By name, as they are told; undefined after a change. */
  #sorted: [string, string][] | undefined

  constructor(init?: Pairs) {
    if (init instanceof LightHeaders) {
      this.#fields = new Map(init.#fields)
      this.#sorted = init.#sorted
      return
    }
    this.#fields = new Map()
    if (init === undefined) return
    if (Symbol.iterator in init) for (const [name, value] of init) this.append(name, value)
    else for (const name of Object.keys(init)) this.append(name, init[name] as string)
  }

  get(name: string): string | null {
    return this.#fields.get(name.toLowerCase()) ?? null
  }

  has(name: string): boolean {
    return this.#fields.has(name.toLowerCase())
  }

  set(name: string, value: string): void {
    this.#sorted = undefined
    this.#fields.set(name.toLowerCase(), value)
  }

  append(name: string, value: string): void {
    const had = this.get(name)
    this.set(name, had === null ? value : `${had}, ${value}`)
  }

  delete(name: string): void {
    if (this.#fields.delete(name.toLowerCase())) this.#sorted = undefined
  }

  [Symbol.iterator](): Iterator<[string, string]> {
    this.#sorted ??= [...this.#fields].sort(([one], [other]) => (one < other ? -1 : 1))
    return this.#sorted[Symbol.iterator]()
  }
}
