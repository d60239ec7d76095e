import type { Seeded } from './seeded.ts'

interface Held {
  readonly what: string
  readonly goOn: () => void
}

/** The calls of ports that wait, and whatever else happens later, at a time that chance chooses. */
export class Waiting {
  /** No call of a port waits. */
  isCalm = false
  readonly #held: Held[] = []
  readonly #random: Seeded
  readonly #slow: number

  /** @param slow how often a call of a port waits, from 0 to 1 */
  constructor(random: Seeded, slow: number) {
    this.#random = random
    this.#slow = slow
  }

  get size(): number {
    return this.#held.length
  }

  gate(what: string): Promise<void> | undefined {
    if (this.isCalm || !this.#random.chance(this.#slow)) return undefined
    return new Promise((goOn) => {
      this.add({ what, goOn })
    })
  }

  add(held: Held): void {
    this.#held.push(held)
  }

  take(at: number): Held | undefined {
    return this.#held.splice(at, 1)[0]
  }

  goOnAll(): void {
    for (const { goOn } of this.#held.splice(0)) goOn()
  }
}
