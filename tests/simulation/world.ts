// First: Workbox looks at the worker's global as it is imported.
import { ORIGIN, type FetchEventInTest } from './worker-globals.ts'
import { seal, type FromWorker, type Reply, type ToWorker } from '../../shared/protocol.ts'
import { readReply } from '../../shared/read-message.ts'
import type { PolicyChanges } from '../../shared/policy.ts'
import { makeContext } from '../../sw/event/make-context.ts'
import { onFetch } from '../../sw/event/on-fetch.ts'
import { onMessage } from '../../sw/event/on-message.ts'
import type { Ports } from '../../sw/ports.ts'
import { Disk, MemoryDatabase } from './memory-database.ts'
import { Network } from './network.ts'
import { Tab } from './tab.ts'

/** One run of the worker: from the evaluation of its script to its death. */
export interface WorkerRun {
  alive: boolean
  readonly dispatch: (event: FetchEventInTest) => void
  readonly message: (message: ToWorker, from: string) => Promise<Reply | undefined>
  readonly timers: Set<{ readonly at: number; readonly run: () => void }>
  readonly monoStart: number
}

const never = new Promise<never>(() => undefined)

/** A browser with one origin, its worker, its disk and its network, in which nothing happens by itself. */
export class World {
  readonly disk = new Disk()
  readonly network = new Network()
  readonly tabs: Tab[] = []
  /** Every call of a port, before and after: the places where something else may happen, or the worker may die. */
  onStep: ((what: string) => void) | undefined
  steps = 0
  wall = Date.UTC(2026, 0, 1)
  mono = 0
  unregistered = false
  run: WorkerRun
  readonly policy: PolicyChanges
  #uuids = 0

  constructor(policy: PolicyChanges = {}) {
    this.policy = policy
    this.run = this.#evaluate()
  }

  open(): Tab {
    const tab = new Tab(this, `tab-${this.tabs.length + 1}`)
    this.tabs.push(tab)
    return tab
  }

  /** Both clocks go on, and what waited for it happens. */
  async advance(ms: number): Promise<void> {
    this.wall += ms
    this.mono += ms
    for (const timer of this.run.timers) {
      if (timer.at > this.mono) continue
      this.run.timers.delete(timer)
      timer.run()
    }
    await this.idle()
  }

  /** Lets everything happen that needs nothing from outside. */
  async idle(): Promise<void> {
    for (let turn = 0; turn < 40; turn += 1) await nextTurn()
  }

  /** The browser stops the worker. What it was doing is never heard of again; open fetch events are dispatched once more. */
  kill(): void {
    this.run.alive = false
    this.run = this.#evaluate()
    for (const tab of this.tabs) tab.workerDied()
  }

  /** A new run that begins with nothing under way, as after 30 s of idleness. */
  restart(): void {
    this.run.alive = false
    this.run = this.#evaluate()
  }

  #evaluate(): WorkerRun {
    const run: WorkerRun = {
      alive: true,
      dispatch: (event) => handleFetch(event as unknown as FetchEvent),
      message: (message, from) => this.#message(handleMessage, message, from),
      timers: new Set(),
      monoStart: this.mono,
    }
    const context = makeContext(this.#ports(run), this.policy, ORIGIN)
    context.store.warmUp()
    const handleFetch = onFetch(context)
    const handleMessage = onMessage(context)
    return run
  }

  #message(
    handle: (event: ExtendableMessageEvent) => void,
    message: ToWorker,
    from: string,
  ): Promise<Reply | undefined> {
    return new Promise((resolve) => {
      const ports = [{ postMessage: (data: unknown) => resolve(readReply(structuredClone(data))) }]
      const event = { data: structuredClone(seal(message)), source: { id: from }, ports, waitUntil: () => undefined }
      handle(event as unknown as ExtendableMessageEvent)
    })
  }

  #ports(run: WorkerRun): Ports {
    const step = async (what: string): Promise<void> => {
      if (!run.alive) await never
      this.steps += 1
      this.onStep?.(what)
      if (!run.alive) await never
    }
    const alive = async <Result>(what: string, work: () => Result | Promise<Result>): Promise<Result> => {
      await step(what)
      try {
        return await work()
      } finally {
        await step(`${what} done`)
      }
    }
    return {
      now: () => ({ wall: this.wall, mono: this.mono - run.monoStart }),
      after: (ms, work) => {
        const timer = { at: this.mono + ms, run: () => run.alive && work() }
        run.timers.add(timer)
        return () => run.timers.delete(timer)
      },
      fetch: (request) => alive(`fetch ${request.method}`, () => this.network.fetch(request)),
      online: () => this.network.online,
      openDatabase: ({ onClose }) =>
        alive('open', () => {
          this.disk.fault?.('open', undefined)
          return new MemoryDatabase(this.disk, { step, onClose: () => run.alive && onClose() })
        }),
      deleteDatabase: () =>
        alive('delete database', () => {
          this.disk.fault?.('delete', undefined)
          this.disk.delete()
        }),
      unregister: () =>
        alive('unregister', () => {
          this.unregistered = true
        }),
      tell: (messages) =>
        alive('tell', () => {
          for (const message of messages) for (const tab of this.tabs) tab.hear(structuredClone(message) as FromWorker)
        }),
      pages: () => alive('pages', () => this.tabs.map(({ id }) => id)),
      uuid: () => {
        this.#uuids += 1
        return `uuid-${this.#uuids}`
      },
      newSecret: () => Promise.resolve('secret'),
      keyedHash: (_, data) => Promise.resolve(hash(typeof data === 'string' ? data : new TextDecoder().decode(data))),
    }
  }
}

/** Not for secrets: a short name for a text. */
function hash(text: string): string {
  let sum = 7
  for (const letter of text) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 4_294_967_291
  return sum.toString(16)
}

declare const setImmediate: (run: () => void) => void

/** One turn of the event loop: everything that is ready has run by then. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
