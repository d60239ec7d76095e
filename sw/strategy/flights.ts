import type { Plan } from '../plan.ts'
import type { Moment } from '../ports.ts'
import type { Answer } from '../network/answer.ts'
import type { EntryRecord } from '../store/records.ts'

/** What became of a request. */
export interface Landed {
  /** What readers get: an entry as it is stored now, or an answer that isn't stored. */
  readonly entry: EntryRecord | undefined
  readonly answer: Answer
  readonly asOf: number
}

/** A read under way. */
export interface Flight {
  readonly plan: Plan
  /** When what it will answer was asked: moves on when it is repeated. */
  asOf: number
  at: Moment
  readonly landed: Promise<Landed>
}

export type Course = Pick<Flight, 'asOf' | 'at'>

/** An answer, and when it was asked for. */
export interface Asked extends Readonly<Course> {
  readonly answer: Answer
}

interface Reader {
  readonly plan: Plan
  readonly flights: Flight[]
}

const isSame = (flight: Flight, plan: Plan): boolean => flight.plan.flightKey === plan.flightKey

/** The one that was asked last. */
export function newest(flights: readonly Flight[]): Flight | undefined {
  return [...flights].sort((one, other) => other.asOf - one.asOf)[0]
}

/** One request in flight per key: simultaneous reads, from any tab, share it. */
export class Flights {
  readonly #underWay = new Set<Flight>()
  readonly #looking = new Set<Reader>()

  /** Everything under way for a plan from now until the reader has looked: also what lands while it looks. */
  async during<Result>(
    plan: Plan,
    looking: Promise<Result>,
  ): Promise<{ readonly result: Result; readonly flights: readonly Flight[] }> {
    const reader: Reader = { plan, flights: [...this.#underWay].filter((flight) => isSame(flight, plan)) }
    this.#looking.add(reader)
    try {
      return { result: await looking, flights: reader.flights }
    } finally {
      this.#looking.delete(reader)
    }
  }

  /** A read under way that was sent after `asOf`. */
  later(plan: Plan, asOf: number): Flight | undefined {
    return newest([...this.#underWay].filter((flight) => isSame(flight, plan) && flight.asOf > asOf))
  }

  start(plan: Plan, fly: (flight: Course) => Promise<Landed>): Flight {
    const course = { plan, asOf: 0, at: { wall: 0, mono: 0 } }
    const landed = fly(course)
    const flight: Flight = Object.assign(course, { landed })
    this.#underWay.add(flight)
    for (const reader of this.#looking) if (isSame(flight, reader.plan)) reader.flights.push(flight)
    const leave = (): boolean => this.#underWay.delete(flight)
    landed.then(leave, leave)
    return flight
  }
}
