import { explain } from '../../shared/explain.ts'
import type { Decision } from '../../shared/report.ts'
import type { Answer } from '../network/answer.ts'
import type { Ports } from '../ports.ts'
import type { Found } from '../store/look-up.ts'
import type { Store } from '../store/store.ts'
import { Metrics } from './metrics.ts'

/** How many decisions are remembered, until the run ends. */
const MOST = 100

interface Asker {
  readonly request: Request
  readonly clientId: string
}

/** Sees what the worker does: counts it, remembers the latest of it, and says it in debug mode. It decides nothing. */
export class Observer {
  readonly metrics: Metrics
  readonly decisions: Omit<Decision, 'own'>[] = []
  readonly #ports: Ports
  readonly #store: Store
  readonly #name: string

  /** `name`: the cache's, in `Cache-Status`. */
  constructor(ports: Ports, store: Store, name: string) {
    this.metrics = new Metrics(ports, store)
    this.#ports = ports
    this.#store = store
    this.#name = name
  }

  /** Somebody is being answered since `began` (ms, by the run's own clock); where it is a read, with this class and finding. */
  answers(asker: Asker, began: number, answering: Promise<Response>, className = '', found?: Found): void {
    const came = ({ headers, status }: Response): void => {
      // Ours is the last: caches nearer to the user append. What is handed on as it came says nothing of us.
      const all = (headers.get('cache-status') ?? '').split(`${this.#name}; `)
      const [, how = `fwd=bypass; fwd-status=${status}`] = all.slice(-2)
      this.#note(asker, how, began, className)
      const { entry, valid, age = 0 } = found ?? {}
      const isDenied = entry && !how.startsWith('hit') && (!valid || age > entry.fresh)
      if (className) this.metrics.count(`${className} ${how.replace(/ ttl=\d+/, '')}${isDenied ? '; denied' : ''}`)
    }
    // Who waits for it meets its failure.
    answering.then(came, () => this.#note(asker, 'fwd=bypass', began, className))
  }

  /** Not answered, only watched. */
  watches(asker: Asker, isNamed: boolean): void {
    this.#note(asker, `detail=watched${isNamed ? '' : '-no-rule'}`, this.#ports.now().mono)
  }

  /** The origin is being asked; `verb`: to confirm what is held, or for whatever there is. */
  asks(className: string, verb: 'confirm' | 'ask', began: number, answering: Promise<Answer>): void {
    const came = (status: number): void => {
      const ms = this.#ports.now().mono - began
      this.metrics.count(`${className} ${verb} ${status} ${Math.ceil(4 * Math.log2(Math.max(1, ms)))}`)
    }
    answering.then(
      ({ status }) => came(status),
      () => came(0),
    )
  }

  /** What isn't for us, or can't be read. */
  ignores({ origin }: Pick<MessageEvent, 'origin'>): void {
    // oxlint-disable-next-line no-console -- debug mode
    if (this.#store.seen.debug) console.warn(`${this.#name} ignored a message of ${origin}`)
  }

  #note({ request, clientId }: Asker, how: string, began: number, className = ''): void {
    const { wall, mono } = this.#ports.now()
    const { method, url } = request
    const cacheStatus = `${this.#name}; ${how}`
    const decision = { at: wall, method, url, class: className, cacheStatus, duration: mono - began, clientId }
    if (this.decisions.push(decision) > MOST) this.decisions.shift()
    if (this.#store.seen.debug) explain(decision, console)
  }
}
