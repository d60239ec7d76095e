/** Chance that can be repeated (sfc32, seeded by splitmix): the same seed tells the same story. */
export class Seeded {
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(seed: number) {
    let state = seed | 0
    const next = (): number => {
      state = (state + 0x9e_37_79_b9) | 0
      const mixed = Math.imul(state ^ (state >>> 16), 0x21_f0_aa_ad)
      const again = Math.imul(mixed ^ (mixed >>> 15), 0x73_5a_2d_97)
      return again ^ (again >>> 15)
    }
    this.#a = next()
    this.#b = next()
    this.#c = next()
  }

  /** A whole number below `limit`. */
  below(limit: number): number {
    return Math.floor((this.#next() / 0x1_00_00_00_00) * limit)
  }

  chance(probability: number): boolean {
    return this.#next() < probability * 0x1_00_00_00_00
  }

  pick<Each>(list: readonly Each[]): Each {
    return list[this.below(list.length)] as Each
  }

  /** By weight. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name {
    const names = Object.entries<number>(weights) as [Name, number][]
    let left = this.below(names.reduce((sum, [, weight]) => sum + weight, 0))
    for (const [name, weight] of names) {
      if (left < weight) return name
      left -= weight
    }
    throw new Error('There is nothing to choose from')
  }

  #next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return sum >>> 0
  }
}
