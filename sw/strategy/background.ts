/** The longest `Retry-After` that is honoured, in ms. */
const LONGEST_WAIT = 300_000

/** How many keys are remembered; past it the oldest is forgotten, at the cost of one request. */
const MOST_KEYS = 1_000

/** When requests that no page waits for may be sent again. A page without a valid entry is always forwarded. */
export class Background {
  readonly #until = new Map<string, number>()

  /** `mono`: ms by the run's own clock. */
  mayAsk(key: string, mono: number): boolean {
    return mono >= (this.#until.get(key) ?? 0)
  }

  wait(key: string, until: number): void {
    this.#until.delete(key)
    this.#until.set(key, until)
    const [oldest] = this.#until.keys()
    if (this.#until.size > MOST_KEYS && oldest !== undefined) this.#until.delete(oldest)
  }
}

/** ms to wait by a `Retry-After` field (RFC 9110, section 10.2.3), at most five minutes; 0 without one. */
export function retryAfter(field: string | null, wall: number): number {
  if (field === null) return 0
  const ms = /^\d+$/.test(field) ? Number(field) * 1_000 : Date.parse(field) - wall
  return Math.min(LONGEST_WAIT, Math.max(0, ms || 0))
}
