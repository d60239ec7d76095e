import type { History, Item, Trouble } from '../../history/history.ts'
import { rulesOf, type Rules } from '../../history/rules.ts'
import { WITHIN } from '../batch-stage.ts'
import { defaultPolicy } from '../../../shared/default-policy.ts'
import { readPolicy } from '../../../shared/read-policy.ts'
import type { Scenario } from './scenario.ts'

type Recorded = {
  -readonly [Part in keyof History]: History[Part] extends readonly (infer Each)[] ? Writable<Each>[] : History[Part]
}
export type Writable<Each> = { -readonly [Field in keyof Each]: Each[Field] }

/**
 * The default policy, and what it demands. A store is slow here for some seconds, and then nobody is told before it is
 * written. Not every engine dispatches once more what a stopped worker had open: then the page has an error.
 */
const rules = rulesOf(readPolicy({}, defaultPolicy), { noticeWithin: 30_000, survivesStops: 0 })

/** Where single payments are asked for together. What happens at once takes its ticks here. */
const rulesWithBatches: Rules = { ...rules, waitsFor: WITHIN + 1 }

/** Without fields that age faster than what carries them: the same for one who serves bookings as a whole. */
const withoutAging = { kinds: {} }
const [youngRules, youngRulesWithBatches] = [
  { ...rules, ...withoutAging },
  { ...rulesWithBatches, ...withoutAging },
]

export function rulesFor({ aging, batches }: Pick<Scenario, 'aging' | 'batches'>): Rules {
  if (batches) return aging ? rulesWithBatches : youngRulesWithBatches
  return aging ? rules : youngRules
}

/** What outsiders see of one random history. */
export class Recording {
  readonly history: Recorded = {
    rules,
    writes: [],
    reads: [],
    mutations: [],
    requests: [],
    pages: [],
    notices: [],
    invalidations: [],
    shown: [],
    troubles: [],
  }
  readonly #advance: (ms: number) => number

  /** `advance` sets all clocks forward, and tells the time by one that nobody moves. */
  constructor(advance: (ms: number) => number, demanded: Rules) {
    this.#advance = advance
    Object.assign(this.history, { rules: demanded })
  }

  /** An instant of its own for each thing that happens. */
  tick(): number {
    return this.#advance(1 / 64)
  }

  trouble(what: Trouble['what'], from = this.tick(), until = this.tick()): void {
    this.history.troubles.push({ what, from, until })
  }

  /** The wall clock is set forward by so many ms; negative: back. */
  setClock(setBy: number): void {
    this.history.troubles.push({ what: 'clock', from: this.tick(), until: this.tick(), setBy })
  }
}

interface Body {
  readonly owner?: string
  readonly bookings?: readonly BookingBody[]
  readonly booking?: BookingBody
  readonly payment?: PaymentBody
  readonly payments?: readonly { readonly payment: PaymentBody; readonly booking: BookingBody }[]
}
interface PaymentBody {
  readonly id: string
  readonly version: number
  readonly status: string
}
interface BookingBody {
  readonly id: string
  readonly version: number
  readonly status: string
  readonly payment?: PaymentBody
}

/** What a body says of resources. */
export function itemsOf(said: unknown): Item[] {
  const { owner = '', bookings = [], booking, payment, payments = [] } = said as Body
  const items: Item[] = []
  const add = (key: string, { version, status }: { version: number; status: string }): void => {
    items.push({ key, version, state: status, owner, ...(status === 'CHECKING' && { masked: true }) })
  }
  const addBooking = (said: BookingBody): void => {
    add(`booking:${said.id}`, said)
    if (said.payment) add(`payment:${said.payment.id}`, said.payment)
  }
  for (const said of bookings) addBooking(said)
  for (const said of payments) {
    addBooking(said.booking)
    add(`payment:${said.payment.id}`, said.payment)
  }
  if (booking) addBooking(booking)
  if (payment) add(`payment:${payment.id}`, payment)
  return items
}
