import { setTimeout as delay } from 'node:timers/promises'
import type { Trouble } from '../history/history.ts'
import { actOf } from './acts.ts'
import type { Backend } from './api/backend.ts'
import { SECOND, type Elsewhere } from './api/bookings.ts'
import { whenThere, type Device } from './browser/device.ts'
import type { Tab } from './browser/tab.ts'
import { now } from './now.ts'
import { DEVICES, deviceOf, SLOTS, type Action } from './schedule.ts'
import type { Done } from './summary.ts'
import { urlOf } from './urls.ts'

export interface Stage {
  readonly backend: Backend
  readonly elsewhere: Elsewhere
  readonly devices: readonly Device[]
  /** Changes the served worker's script, so that a browser that looks finds a new version. */
  readonly newVersion: () => Promise<void>
}

/** For answers that were on their way when the network came to rest. ms */
const AFTERMATH = 1_500

/** Does what a schedule says, when it says so, and waits for nothing that the schedule doesn't wait for. */
export class Player {
  readonly done: Done = {}
  readonly problems: string[] = []
  readonly #stage: Stage
  readonly #away = new Map<number, Promise<void>>()
  readonly #logging = new Set<Device>()
  readonly #replacing = new Set<Device>()
  readonly #underWay = new Set<Promise<void>>()

  constructor(stage: Stage) {
    this.#stage = stage
    for (const [at, { worker }] of stage.devices.entries())
      worker.onGone = () => this.#track('revive', this.#revive(at))
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
    switch (action.do) {
      case 'read':
        return this.#read(action)
      case 'change':
        return this.#change(action)
      case 'elsewhere':
        return this.#stage.elsewhere.goOn(action.slot)
      case 'log':
        return this.#log(action)
      case 'stop':
        return this.#stop(this.#device(action.device))
      case 'replace':
        return this.#replace(this.#device(action.device))
      case 'delete':
        return this.#delete(action.tab)
      case 'quota':
        return this.#quota(this.#device(action.device), action.for)
      case 'freeze':
        return this.#sleep(action.tab, () => this.#freeze(action.tab, action.for))
      case 'leave':
        return this.#sleep(action.tab, () => this.#leave(action.tab, action.for))
      case 'reload':
        return this.#sleep(action.tab, () => this.#reload(action.tab))
      case 'network':
        return this.#network(action)
    }
  }

  async #read({ tab, what, slot, mode, maxAge }: Action & { do: 'read' }): Promise<void> {
    if (this.#away.has(tab)) return
    const url = urlOf(what, this.#stage.elsewhere.id(slot), this.#stage.elsewhere.id((slot + 1) % SLOTS))
    const options = JSON.stringify({ mode, ...(maxAge !== undefined && { maxAge }) })
    await this.#tab(tab).tell(`void chaos.read('${url}', ${options})`)
  }

  async #change({ tab, slot, fits, choice }: Action & { do: 'change' }): Promise<void> {
    if (this.#away.has(tab)) return
    const { id, status } = await this.#stage.elsewhere.state(slot)
    const act = actOf(deviceOf(tab) === 0 ? 'client' : 'provider', status, { fits, choice })
    const about = {
      keys: [`booking:${id}`],
      groups: [`booking:${id}`, 'bookings'],
      ...(act === 'pay' && { body: { callbackUrl: '/' } }),
    }
    await this.#tab(tab).tell(`void chaos.mutate('/api/book-service/${id}/${act}', ${JSON.stringify(about)})`)
  }

  /** Somebody else comes, or nobody, for a while. */
  async #log({ device: at, as, for: lasts }: Action & { do: 'log' }): Promise<void> {
    const device = this.#device(at)
    if (this.#logging.has(device)) return
    this.#logging.add(device)
    try {
      await device.log(as === 'nobody' ? undefined : SECOND)
      this.#count(as === 'nobody' ? 'logouts' : 'logins as another')
      await delay(lasts)
      // A login that was lost has ended the session before it all the same: as a user would, until it is there.
      for (let attempt = 1; !(await device.log(device.user)); attempt += 1)
        if (attempt === 10) throw new Error(`${device.user} could not log in again.`)
    } finally {
      this.#logging.delete(device)
    }
  }

  async #stop(device: Device): Promise<void> {
    if (this.#replacing.has(device)) return
    const span = await device.worker.stop()
    if (!span) return
    device.troubles.push({ what: 'worker', ...span })
    this.#count('stops')
  }

  /** Not stopped meanwhile: Chromium (156) then leaves pages without the new version until they are loaded again. */
  async #replace(device: Device): Promise<void> {
    if (this.#replacing.has(device)) return
    this.#replacing.add(device)
    try {
      await this.#stage.newVersion()
      const update = 'navigator.serviceWorker.getRegistration().then((found) => found?.update()).then(() => true)'
      const span = await device.worker.replace(`${device.origin}/`, () => this.#first(device).ask(update))
      device.troubles.push({ what: 'worker', ...span })
      this.#count('new versions')
    } catch {
      // The network was cut as it was fetched, say: the former one goes on.
      this.#count('new versions that did not come')
    } finally {
      this.#replacing.delete(device)
    }
  }

  async #delete(tab: number): Promise<void> {
    if (this.#away.has(tab)) return
    const device = this.#device(deviceOf(tab))
    await this.#during(device, 'store', () => this.#tab(tab).ask('chaos.deleteStorage().then(() => true)'))
    this.#count('databases deleted')
  }

  async #quota(device: Device, lasts: number): Promise<void> {
    const first = this.#first(device)
    const override = (size?: number): Promise<unknown> =>
      first.devtools.send('Storage.overrideQuotaForOrigin', {
        origin: device.origin,
        ...(size !== undefined && { quotaSize: size }),
      })
    await this.#during(device, 'store', async () => {
      await override(1)
      if (await first.ask('chaos.isFull()')) this.#count('times without room')
      await delay(lasts)
      await override()
    })
  }

  async #freeze(at: number, lasts: number): Promise<void> {
    const tab = this.#tab(at)
    await tab.lifecycle('frozen')
    await delay(lasts)
    await tab.lifecycle('active')
    this.#count('pages frozen')
  }

  async #leave(at: number, lasts: number): Promise<void> {
    const [tab, device] = [this.#tab(at), this.#device(deviceOf(at))]
    await device.take(tab)
    const life = await tab.ask('chaos.life')
    const [name, left] = [await tab.ask<string>('historyRecorder.tab'), now()]
    await tab.goTo(`${device.origin}/away.html`)
    await delay(lasts)
    await tab.back()
    if ((await tab.ask(whenThere)) === life) return this.#count('pages back from the cache')
    device.gone(name, left)
    this.#count('pages loaded again')
  }

  async #reload(tab: number): Promise<void> {
    await this.#device(deviceOf(tab)).reload(this.#tab(tab))
    this.#count('pages loaded again')
  }

  async #network({ how, for: lasts }: Action & { do: 'network' }): Promise<void> {
    const from = now()
    await this.#stage.backend.network.trouble(how, lasts)
    const trouble: Trouble = { what: 'network', from, until: now() + AFTERMATH }
    for (const { troubles } of this.#stage.devices) troubles.push(trouble)
    this.#count(`network: ${how}`)
  }

  /** Nobody asks a page for anything meanwhile. */
  async #sleep(tab: number, work: () => Promise<void>): Promise<void> {
    if (this.#away.has(tab)) return
    const working = work()
    this.#away.set(tab, working)
    try {
      await working
    } finally {
      this.#away.delete(tab)
    }
  }

  /** As people do when a page no longer does what it should: they load it again. */
  async #revive(at: number): Promise<void> {
    const from = now()
    this.#count('workers that unregistered themselves')
    const tabs = [...(DEVICES[at] ?? [])]
    await Promise.allSettled(tabs.map((tab) => this.#away.get(tab) ?? Promise.resolve()))
    const reviving = this.#device(at).revive(from)
    for (const tab of tabs) this.#away.set(tab, reviving)
    try {
      await reviving
    } finally {
      for (const tab of tabs) this.#away.delete(tab)
    }
  }

  async #during(device: Device, what: Trouble['what'], work: () => Promise<unknown>): Promise<void> {
    const from = now()
    await work()
    device.troubles.push({ what, from, until: now() })
  }

  #count(what: string): void {
    this.done[what] = (this.done[what] ?? 0) + 1
  }

  #device(at: number): Device {
    return this.#stage.devices[at] as Device
  }

  #first({ tabs }: Device): Tab {
    return tabs[0] as Tab
  }

  #tab(at: number): Tab {
    const device = deviceOf(at)
    return this.#device(device).tabs[DEVICES[device]?.findIndex((each) => each === at) ?? 0] as Tab
  }
}
