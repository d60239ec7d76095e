import type { BatchRule } from '../../shared/policy.ts'
import type { Ports } from '../ports.ts'
import type { Asked, Course } from './flights.ts'

/** What each gets; undefined: it is to be asked for alone. */
export type Shares = (id: string) => Asked | undefined

/** Who is asked for together. */
export interface Gathered {
  readonly ids: Set<string>
  readonly courses: Course[]
}

interface Gathering extends Gathered {
  readonly shares: Promise<Shares>
  readonly send: () => void
}

/** Reads that wait to be asked for together, by what they have in common. */
export class Gatherings {
  readonly #open = new Map<string, Gathering>()
  readonly #ports: Pick<Ports, 'after'>

  constructor(ports: Pick<Ports, 'after'>) {
    this.#ports = ports
  }

  /** @param ask for all of them: when there are as many as may be, or the first has waited so long */
  join(
    key: string,
    id: string,
    course: Course,
    { rule, ask }: { readonly rule: BatchRule; readonly ask: (gathered: Gathered) => Promise<Shares> },
  ): Promise<Asked | undefined> {
    let gathering = this.#open.get(key)
    if (!gathering) this.#open.set(key, (gathering = this.#begin(key, rule, ask)))
    gathering.courses.push(course)
    if (gathering.ids.add(id).size >= rule.most) gathering.send()
    return gathering.shares.then((shareOf) => shareOf(id))
  }

  #begin(key: string, { within }: BatchRule, ask: (gathered: Gathered) => Promise<Shares>): Gathering {
    const gathered: Gathered = { ids: new Set(), courses: [] }
    let send = (): void => undefined
    const shares = new Promise<Shares>((resolve) => {
      send = () => {
        stop()
        this.#open.delete(key)
        // Whoever is then asked for alone meets the failure.
        resolve(gathered.ids.size > 1 ? ask(gathered).catch(() => none) : none)
      }
    })
    const stop = this.#ports.after(within, send)
    return { ...gathered, shares, send }
  }
}

const none: Shares = () => undefined
