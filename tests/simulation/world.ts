// First: Workbox looks at the worker's global as it is imported.
import { ORIGIN } from './worker-globals.ts'
import { defaultPolicy } from '../../shared/default-policy.ts'
import type { PolicyChanges } from '../../shared/policy.ts'
import { readPolicy } from '../../shared/read-policy.ts'
import { makeContext } from '../../sw/event/make-context.ts'
import { onFetch } from '../../sw/event/on-fetch.ts'
import { onMessage } from '../../sw/event/on-message.ts'
import type { CompiledPolicy } from '../../sw/plan.ts'
import { compilePolicy } from '../../sw/policy/compile-policy.ts'
import { Disk } from './memory-database.ts'
import { Network } from './network.ts'
import { portsOf } from './ports.ts'
import { die, messageEvent, type WorkerRun } from './worker-run.ts'
import { Tab } from './tab.ts'

export interface WorldOptions {
  /** On the light platform: everything is done within microtasks, and nothing that is stored or said is copied. */
  readonly light?: boolean
  /** Of the event loop: how many everything needs that waits for nothing from outside. */
  readonly turns?: number
}

/** A browser with one origin, its worker, its disk and its network, in which nothing happens by itself. */
export class World {
  readonly disk: Disk
  readonly network = new Network()
  readonly tabs: Tab[] = []
  /** Every call of a port, before and after: the places where something else may happen, or the worker may die. */
  onStep: ((what: string) => void) | undefined
  /** Makes a call of a port wait. */
  gate: ((what: string) => Promise<void> | undefined) | undefined
  wall = Date.UTC(2026, 0, 1)
  mono = 0
  /** What pages wait for. */
  readonly pageTimers = new Set<{ readonly at: number; readonly run: () => void }>()
  unregistered = false
  /** Web Locks, by which a run knows that it is the only one: without them it remembers nothing of the store. */
  hasLocks = true
  /** A waiting worker wants to be the active one. */
  tookOver = false
  policy: PolicyChanges
  /** Runs that are alive, the active one last. */
  readonly runs: WorkerRun[] = []
  readonly light: boolean
  readonly #turns: number
  #uuids = 0

  constructor(policy: PolicyChanges = {}, { light = false, turns = 40 }: WorldOptions = {}) {
    this.policy = policy
    this.disk = new Disk(!light)
    this.light = light
    this.#turns = turns
    this.evaluate({ isFirst: true })
  }

  get run(): WorkerRun {
    return this.runs.at(-1) as WorkerRun
  }

  open(id = `tab-${this.tabs.length + 1}`): Tab {
    const tab = new Tab(this, id)
    this.tabs.push(tab)
    return tab
  }

  close(tab: Tab): void {
    this.tabs.splice(this.tabs.indexOf(tab), 1)
  }

  /** Both clocks go on, and what waited for it happens when it is due. */
  async advance(ms: number): Promise<void> {
    const until = this.mono + ms
    await this.idle()
    for (let next = this.#nextTimer(until); next; next = this.#nextTimer(until)) {
      this.#setForward(next.at)
      next.run()
      await this.idle()
    }
    this.#setForward(until)
    await this.idle()
  }

  /** Lets everything happen that needs nothing from outside. */
  async idle(): Promise<void> {
    // Node's own requests and bodies take turns of the event loop, and nobody tells how many.
    for (let turn = 0; turn < this.#turns; turn += 1) await nextTurn()
    await microtasksDone()
  }

  /**
   * The browser stops the worker. What it was doing is never heard of again. Its open fetch events are dispatched once
   * more, as Chromium does, or fail.
   */
  kill({ repeats = true } = {}): void {
    const dead = this.run
    die(dead)
    dead.repeats = repeats
    this.runs.pop()
    this.evaluate()
    for (const tab of this.tabs) tab.workerDied(dead)
  }

  /** Stops the worker at a certain call of a port. */
  killAt(what: (step: string) => boolean): void {
    this.onStep = (step) => {
      if (!what(step)) return
      this.onStep = undefined
      this.kill()
    }
  }

  /** A new run that begins with nothing under way, as after 30 s of idleness. */
  restart(policy = this.policy): void {
    for (const run of this.runs) die(run)
    this.runs.length = 0
    this.policy = policy
    this.evaluate()
  }

  /** Another run gets the events from now on, while this one still finishes what it has begun. */
  replace(): WorkerRun {
    const former = this.run
    this.evaluate()
    return former
  }

  /** Evaluates the worker's script. `isFirst`: to install and activate it. */
  evaluate({ isFirst = false } = {}): void {
    const run: WorkerRun = {
      alive: true,
      repeats: true,
      dispatch: (event) => {
        handleFetch(event as unknown as FetchEvent)
        event.isOver = true
      },
      message: (message, from) =>
        new Promise((resolve) => {
          handleMessage(messageEvent(message, from, { reply: resolve, copied: !this.light }))
        }),
      timers: new Set(),
      atDeath: new Set(),
      monoStart: this.mono,
      asked: new Set(),
      isUnheard: false,
    }
    const context = makeContext(portsOf(this, run), compiled(this.policy))
    void context.store.warmUp()
    context.store.isFirst = isFirst
    const handleFetch = onFetch(context)
    const handleMessage = onMessage(context)
    this.runs.push(run)
  }

  uuid(): string {
    this.#uuids += 1
    return `uuid-${this.#uuids}`
  }

  #nextTimer(until: number): { readonly at: number; readonly run: () => void } | undefined {
    let next: { readonly at: number; readonly run: () => void } | undefined
    const all = [this.pageTimers, ...this.runs.map(({ timers }) => timers)]
    for (const timers of all) {
      for (const timer of timers) if (timer.at <= until && timer.at < (next?.at ?? Infinity)) next = timer
    }
    for (const timers of all) if (next) timers.delete(next)
    return next
  }

  #setForward(mono: number): void {
    this.wall += mono - this.mono
    this.mono = mono
  }
}

const policies = new Map<string, CompiledPolicy>()

/** As the worker compiles it when its script is evaluated: the same text is compiled once. */
function compiled(changes: PolicyChanges): CompiledPolicy {
  const name = JSON.stringify(changes)
  const known = policies.get(name) ?? compilePolicy(readPolicy(changes, defaultPolicy), ORIGIN)
  policies.set(name, known)
  return known
}

declare const setImmediate: (run: () => void) => void
declare const process: { readonly nextTick: (run: () => void) => void }

/** Node runs what is to be done at the next tick when no microtask is left: exactly when nothing goes on by itself. */
function microtasksDone(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(resolve)
  })
}

/** One turn of the event loop: everything that is ready has run by then. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
