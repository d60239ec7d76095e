import type { History } from '../../history/history.ts'
import type { PolicyChanges } from '../../../shared/policy.ts'
import { batched, verify, WITHIN } from '../batch-stage.ts'
import { isMute } from '../worker-run.ts'
import { World } from '../world.ts'
import { Client } from './client.ts'
import { takePagePlatform } from './page-platform.ts'
import { Recording, rulesFor } from './recording.ts'
import { RecordedPage } from './recorded-page.ts'
import type { Operation, Scenario } from './scenario.ts'
import { Seeded } from './seeded.ts'
import { RandomServer } from './server.ts'
import { breakDisk, killLater, loseRequest, nameOf } from './troubles.ts'
import { Waiting } from './waiting.ts'

export interface Played {
  readonly history: History
  /** What happened, a line each. */
  readonly trace: readonly string[]
  /** How many calls of ports there were, before and after each, until everything was let come to rest. */
  readonly calls: number
}

/** Plays one scenario to its end, and lets everything come to rest. Nothing in it depends on anything but its scenario. */
export async function play(scenario: Scenario): Promise<Played> {
  const player = new Player(scenario)
  const giveBack = takePagePlatform(player.world)
  try {
    player.begin()
    for (const operation of scenario.operations) await player.do(operation)
    await player.end()
  } finally {
    giveBack()
  }
  return { history: player.recording.history, trace: player.trace, calls: player.calls }
}

class Player {
  readonly recording: Recording
  readonly trace: string[] = []
  calls = 0
  readonly #scenario: Scenario
  readonly #random: Seeded
  readonly #world: World
  readonly #server: RandomServer
  readonly #page: RecordedPage
  readonly #clients: Client[]
  readonly #waiting: Waiting
  #slept = 0

  constructor(scenario: Scenario) {
    this.#scenario = scenario
    this.#random = new Seeded(scenario.seed + 1)
    const policy: PolicyChanges = {
      ...(scenario.keys && { idempotentMethods: ['POST'] }),
      ...(!scenario.aging && { agingFields: [] }),
      ...(scenario.crowded && { limits: { entries: 1 } }),
      ...(scenario.batches && batched()),
    }
    this.recording = new Recording((ms) => this.#pass(ms), rulesFor(scenario))
    this.#world = new World(policy, { light: true, turns: scenario.turns ?? 0 })
    this.#world.hasLocks = scenario.locks
    this.#server = new RandomServer(this.#world.network, this.recording, scenario)
    this.#page = new RecordedPage(this.recording, this.#server, {
      note: (text) => this.#note(text),
      scenario,
    })
    this.#clients = Array.from({ length: scenario.tabs }, (_, at) => {
      // Told apart from the cookie's sessions, and owned by the one or the other user.
      const token = scenario.tokens && at > 0 ? `s100${at % 2}` : undefined
      return new Client(this.#world.open(), this.recording, token)
    })
    this.#waiting = new Waiting(this.#random, scenario.slowPorts)
    this.#world.gate = (what) => this.#waiting.gate(what)
  }

  get world(): World {
    return this.#world
  }

  begin(): void {
    const { stopAt } = this.#scenario
    if (stopAt) killLater(this.#where, { do: 'kill', steps: stopAt.call, repeats: stopAt.repeats })
    else this.#world.onStep = () => (this.calls += 1)
    if (this.#scenario.clientPages) for (const client of this.#clients) client.hello()
  }

  async do(operation: Operation): Promise<void> {
    this.#note(() => JSON.stringify(operation))
    await this.#perform(operation)
    await this.#flow()
    if (this.#scenario.batches) await this.#moment(this.#random.pick([1, 3, WITHIN]))
    else this.#pass(1)
  }

  /** So short that nobody gives up; but who waits for others goes. */
  async #moment(ms: number): Promise<void> {
    const from = this.recording.tick()
    await this.#world.advance(ms)
    if (this.#waiting.size > 0) this.recording.trouble('store', from)
  }

  /** Everything that waits goes on, in any order; then everybody looks again. */
  async end(): Promise<void> {
    this.#waiting.isCalm = true
    this.#world.onStep = undefined
    this.#world.disk.fault = undefined
    this.#world.network.online = true
    this.#server.next = undefined
    await this.#rest()
    await this.#world.advance(1_000)
    await this.#rest()
    for (const client of this.#clients) client.wake()
    await this.#lookAgain()
    // What was unsettled is over.
    await this.#world.advance(61_000)
    await this.#lookAgain()
    Object.assign(this.recording.history, { end: this.recording.tick() })
  }

  async #lookAgain(): Promise<void> {
    for (const [at, client] of this.#clients.slice(0, 2).entries()) {
      for (const url of this.#scenario.urls) this.#page.read(client, url, at === 0 ? 'default' : 'force-cache')
      await this.#rest()
    }
  }

  async #rest(): Promise<void> {
    for (let quiet = 0; quiet < 2;) {
      await this.#world.idle()
      if (this.#goOn(this.#random.below(1_000))) quiet = 0
      else quiet += 1
      if (this.#scenario.batches) await this.#world.advance(WITHIN)
    }
  }

  /** Lets what doesn't wait happen. */
  async #flow(): Promise<void> {
    for (let round = 0; round < 30; round += 1) {
      await this.#world.idle()
      const { slowNetwork } = this.#scenario
      const free = this.#server.underway.filter(() => !this.#random.chance(slowNetwork))
      if (free.length === 0) return
      for (const underway of free) if (this.#server.underway.includes(underway)) this.#server.goOn(underway)
    }
  }

  #goOn(which: number): boolean {
    const { underway } = this.#server
    const all = underway.length + this.#waiting.size
    if (all === 0) return false
    const at = which % all
    const request = underway[at]
    if (request) {
      this.#note(() => `  ${request.answer ? 'the answer to' : 'the request'} ${nameOf(request)} arrives`)
      this.#server.goOn(request)
    } else {
      const waiting = this.#waiting.take(at - underway.length)
      this.#note(() => `  "${waiting?.what}" goes on`)
      waiting?.goOn()
    }
    return true
  }

  async #perform(operation: Operation): Promise<void> {
    const world = this.#world
    const client = (at: number): Client => this.#clients[at] as Client
    switch (operation.do) {
      case 'read':
        for (const url of this.#readTogether(operation.url)) this.#page.read(client(operation.tab), url, operation.mode)
        return
      case 'mutate':
        return this.#page.mutate(client(operation.tab), operation.id, operation.act)
      case 'elsewhere':
        return this.#server.elsewhere(operation.act, operation.id)
      case 'hear':
        return this.#server.live.hear(client(operation.tab).tab, operation.most)
      case 'log':
        return this.#log(client(operation.tab), operation.way)
      case 'go on':
        return void this.#goOn(operation.which)
      case 'lose':
        return loseRequest({ ...this.#where, server: this.#server, waiting: this.#waiting }, operation)
      case 'wait':
        return this.#wait(operation.ms)
      case 'kill':
        return killLater(this.#where, operation)
      case 'replace':
        // As with a stop: see `killLater`.
        if (isMute(world.run, world.mono)) return
        this.recording.trouble('takeover')
        return void world.replace()
      case 'break disk':
        return breakDisk(this.#where, operation)
      case 'sever':
        this.recording.trouble('store')
        return world.disk.sever()
      case 'delete':
        this.recording.trouble('store')
        return world.disk.delete()
      case 'set clock':
        this.recording.setClock(operation.ms)
        world.wall += operation.ms
        return
      case 'sleep':
        this.recording.trouble('clock')
        if (this.#waiting.size > 0) this.recording.trouble('store')
        return this.#sleep(operation.ms)
      case 'connection':
        if (world.network.online && !operation.online) this.recording.trouble('network', undefined, Infinity)
        world.network.online = operation.online
        return
      case 'doze':
        return client(operation.tab).doze(operation.how)
      case 'wake':
      case 'hello':
      case 'refresh':
        return client(operation.tab)[operation.do]()
    }
  }

  /** A store is slow, and now and then so slow that nobody waits for it; but it is not asked for hours. */
  async #wait(ms: number): Promise<void> {
    this.#waiting.isCalm = ms > 3_000
    if (this.#waiting.isCalm) this.#waiting.goOnAll()
    // A login by a form is waited for a minute: one that takes longer is out of reach.
    if (ms > 30_000) {
      for (const underway of this.#server.underway.filter(({ arrived }) => arrived.request.mode === 'navigate')) {
        if (!underway.answer) this.#server.goOn(underway)
        this.#server.goOn(underway)
      }
      await this.#world.idle()
    }
    const from = this.recording.tick()
    const wasSlow = this.#waiting.size > 0
    await this.#world.advance(ms)
    this.#waiting.isCalm = false
    if (wasSlow || this.#waiting.size > 0) this.recording.trouble('store', from)
  }

  /** Cards of a page ask for their payments at once. */
  #readTogether(url: string): readonly string[] {
    const cards = [verify('7'), verify('8')]
    return this.#scenario.batches && cards.includes(url) ? cards : [url]
  }

  async #log(client: Client, way: 'in' | 'out' | 'in by a form'): Promise<void> {
    if (way !== 'in by a form') return this.#page.log(client, way)
    if (client.isLeaving) return
    // A navigation can't be held until it is on record: stopped in the same instant, the worker never saw it.
    const { gate, onStep } = this.#world
    Object.assign(this.#world, { gate: undefined, onStep: undefined })
    this.#waiting.goOnAll()
    void client.submit('/api/auth/login', this.#page.submit(client))
    await this.#world.idle()
    Object.assign(this.#world, { gate, onStep })
  }

  #sleep(ms: number): void {
    const asleep = this.#clients.map((sleeper) => sleeper.sleep())
    this.#slept += ms
    this.#world.wall += ms
    for (const wake of asleep) wake()
  }

  get #where(): Parameters<typeof killLater>[0] {
    return { world: this.#world, recording: this.recording, note: (text) => this.#note(text) }
  }

  #pass(ms: number): number {
    this.#world.wall += ms
    this.#world.mono += ms
    return this.#time
  }

  /** By a clock that nobody moves, and that never stands still. */
  get #time(): number {
    return this.#world.mono + this.#slept
  }

  #note(text: () => string): void {
    if (this.#scenario.traced) this.trace.push(`${(this.#time / 1_000).toFixed(3).padStart(9)}  ${text()}`)
  }
}
