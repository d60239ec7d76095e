import type { Plan } from '../plan.ts'
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
  readonly landed: Promise<Landed>
}

/** One request in flight per key: simultaneous reads, from any tab, share it. */
export class Flights {
  readonly #underWay = new Set<Flight>()

  /** A read under way that was sent at or after `since`: no change to what it reads has come between. */
  find({ flightKey }: Plan, since: number): Flight | undefined {
    let newest: Flight | undefined
    for (const flight of this.#underWay) {
      if (flight.plan.flightKey === flightKey && flight.asOf >= since && flight.asOf > (newest?.asOf ?? -1))
        newest = flight
    }
    return newest
  }

  start(plan: Plan, fly: (flight: { asOf: number }) => Promise<Landed>): Flight {
    const course = { plan, asOf: 0 }
    const landed = fly(course)
    const flight: Flight = Object.assign(course, { landed })
    this.#underWay.add(flight)
    const leave = (): boolean => this.#underWay.delete(flight)
    landed.then(leave, leave)
    return flight
  }

  /** Whether something older could still arrive for this entry. */
  hasOlder({ key }: Plan, asOf: number): boolean {
    for (const flight of this.#underWay) if (flight.plan.key === key && flight.asOf < asOf) return true
    return false
  }
}
