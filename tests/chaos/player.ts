import { setTimeout as delay } from 'node:timers/promises'
import { actOf, mayAct } from './acts.ts'
import { Adversary } from './adversary.ts'
import type { Device } from './browser/device.ts'
import { deviceOf, DEVICES, SLOTS, type Action } from './schedule.ts'
import type { Stage } from './stage.ts'
import { urlOf } from './urls.ts'

/** For a network that fails for a while. ms */
const PATIENCE = 30_000

/** Whose device each is. */
const roles = ['client', 'provider'] as const

/** Does what a schedule says, when it says so, and waits for nothing that the schedule doesn't wait for. */
export class Player {
  readonly problems: string[] = []
  readonly #stage: Stage
  readonly #adversary: Adversary
  readonly #logging = new Set<Device>()
  readonly #underWay = new Set<Promise<void>>()

  constructor(stage: Stage) {
    this.#stage = stage
    this.#adversary = new Adversary(stage)
    for (const [at, { worker }] of stage.devices.entries())
      worker.onGone = () => this.#track('revive', this.#adversary.revive(at))
  }

  async play(actions: readonly Action[]): Promise<void> {
    const began = performance.now()
    for (const action of actions) {
      const early = action.at - (performance.now() - began)
      if (early > 0) await delay(early)
      this.#track(action.do, this.#perform(action))
    }
    while (this.#underWay.size > 0) await Promise.all(this.#underWay)
  }

  #track(what: string, work: Promise<void>): void {
    const doing = work.catch((error: unknown) => {
      this.problems.push(`${what}: ${error instanceof Error ? error.message : String(error)}`)
    })
    this.#underWay.add(doing)
    void doing.finally(() => this.#underWay.delete(doing))
  }

  #perform(action: Action): Promise<void> {
    const [stage, adversary] = [this.#stage, this.#adversary]
    switch (action.do) {
      case 'read':
        return this.#read(action)
      case 'change':
        return this.#change(action)
      case 'elsewhere':
        return stage.elsewhere.goOn(action.slot)
      case 'log':
        return this.#log(action)
      case 'stop':
        return adversary.stop(stage.device(action.device))
      case 'replace':
        return adversary.replace(stage.device(action.device))
      case 'delete':
        return adversary.delete(action.tab)
      case 'quota':
        return adversary.takeRoom(stage.device(action.device), action.for)
      case 'freeze':
        return adversary.freeze(action.tab, action.for)
      case 'leave':
        return adversary.leave(action.tab, action.for)
      case 'reload':
        return adversary.reload(action.tab)
      case 'network':
        return adversary.network(action)
    }
  }

  async #read({ tab, what, slot, mode, maxAge }: Action & { do: 'read' }): Promise<void> {
    const { elsewhere } = this.#stage
    if (this.#stage.isAway(tab)) return
    const [id, other] = [elsewhere.id(slot), elsewhere.id((slot + 1) % SLOTS)]
    const options = JSON.stringify({ mode, ...(maxAge !== undefined && { maxAge }) })
    // Cards of a page ask for their payments at once.
    const urls = [urlOf(what, id, other), ...(what === 'verify' ? [urlOf(what, other, id)] : [])]
    await this.#stage.tab(tab).tell(urls.map((url) => `void chaos.read('${url}', ${options})`).join(';'))
  }

  async #change({ tab: chosen, slot, fits, choice }: Action & { do: 'change' }): Promise<void> {
    const { elsewhere } = this.#stage
    // One that is over has no changes left: another takes its place.
    if (fits && /COMPLETED|CANCELLED/.test((await elsewhere.state(slot)).status)) await elsewhere.goOn(slot)
    const { id, status } = await elsewhere.state(slot)
    const mine = deviceOf(chosen)
    const device = fits && !mayAct(roles[mine] ?? 'client', status) ? 1 - mine : mine
    const tab = device === mine ? chosen : (DEVICES[device]?.[choice % (DEVICES[device]?.length ?? 1)] ?? chosen)
    if (this.#stage.isAway(tab)) return
    const act = actOf(roles[device] ?? 'client', status, { fits, choice })
    const about = {
      keys: [`booking:${id}`],
      groups: [`booking:${id}`, 'bookings'],
      ...(act === 'pay' && { body: { callbackUrl: '/' } }),
    }
    await this.#stage.tab(tab).tell(`void chaos.mutate('/api/book-service/${id}/${act}', ${JSON.stringify(about)})`)
  }

  /** Somebody else comes, or nobody, for a while. */
  async #log({ device: at, as, for: lasts }: Action & { do: 'log' }): Promise<void> {
    const device = this.#stage.device(at)
    if (this.#logging.has(device)) return
    this.#logging.add(device)
    try {
      await device.log(as === 'nobody' ? undefined : this.#stage.elsewhere.people.second)
      this.#stage.count(as === 'nobody' ? 'logouts' : 'logins as another')
      await delay(lasts)
      // A login that was lost has ended the session before it all the same: as a user would, until it is there.
      const began = performance.now()
      while (!(await device.log(device.user))) {
        if (performance.now() - began > PATIENCE) throw new Error(`${device.user} could not log in again.`)
        await delay(300)
      }
    } finally {
      this.#logging.delete(device)
    }
  }
}
