/**
 * The one increasing integer that orders everything: a hybrid logical clock. It never falls behind what was written down,
 * nor (while the wall clock behaves) behind stamps of a database that was deleted.
 */
export class Stamps {
  #last = 0

  /** The next stamp. `wall` in ms. */
  take(wall: number): number {
    this.#last = Math.max(this.#last + 1, Math.floor(wall) * 1_000)
    return this.#last
  }

  /** Another run wrote this one down. */
  merge(last: number): void {
    this.#last = Math.max(this.#last, last)
  }

  get last(): number {
    return this.#last
  }
}

/**
 * A former run's stamps leap so far ahead that they pass every as-of which the present run has taken and not yet
 * written down: one second's worth.
 */
export const FORMER_RUN_LEAP = 1_000_000
