import { setTimeout as delay } from 'node:timers/promises'
import type { Trouble } from '../history/history.ts'
import { whenThere, type Device } from './browser/device.ts'
import { now } from './now.ts'
import { deviceOf, DEVICES, type Action } from './schedule.ts'
import type { Stage } from './stage.ts'

/** For answers that were on their way when the network came to rest. ms */
const AFTERMATH = 1_500

/** Does to browsers what happens to browsers. */
export class Adversary {
  readonly #stage: Stage
  readonly #replacing = new Set<Device>()

  constructor(stage: Stage) {
    this.#stage = stage
  }

  async stop(device: Device): Promise<void> {
    if (this.#replacing.has(device)) return
    const span = await device.worker.stop()
    if (!span) return
    device.troubles.push({ what: 'worker', ...span })
    this.#stage.count('stops')
  }

  /** Not stopped meanwhile: Chromium (156) then leaves pages without the new version until they are loaded again. */
  async replace(device: Device): Promise<void> {
    if (this.#replacing.has(device)) return
    this.#replacing.add(device)
    try {
      await this.#stage.newVersion()
      const update = 'navigator.serviceWorker.getRegistration().then((found) => found?.update()).then(() => true)'
      const span = await device.worker.replace(`${device.origin}/`, () => this.#stage.first(device).ask(update))
      device.troubles.push({ what: 'worker', ...span })
      this.#stage.count('new versions')
    } catch {
      // The network was cut as it was fetched, say: the former one goes on.
      this.#stage.count('new versions that did not come')
    } finally {
      this.#replacing.delete(device)
    }
  }

  async delete(tab: number): Promise<void> {
    const stage = this.#stage
    if (stage.isAway(tab)) return
    const device = stage.device(deviceOf(tab))
    await stage.during(device, 'store', () => stage.tab(tab).ask('chaos.deleteStorage().then(() => true)'))
    stage.count('databases deleted')
  }

  async takeRoom(device: Device, lasts: number): Promise<void> {
    const first = this.#stage.first(device)
    const override = (size?: number): Promise<unknown> =>
      first.devtools.send('Storage.overrideQuotaForOrigin', {
        origin: device.origin,
        ...(size !== undefined && { quotaSize: size }),
      })
    await this.#stage.during(device, 'store', async () => {
      await override(1)
      if (await first.ask('chaos.isFull()')) this.#stage.count('times without room')
      await delay(lasts)
      await override()
    })
  }

  freeze(at: number, lasts: number): Promise<void> {
    const tab = this.#stage.tab(at)
    return this.#stage.awayWith([at], async () => {
      await tab.lifecycle('frozen')
      await delay(lasts)
      await tab.lifecycle('active')
      this.#stage.count('pages frozen')
    })
  }

  leave(at: number, lasts: number): Promise<void> {
    const [tab, device] = [this.#stage.tab(at), this.#stage.device(deviceOf(at))]
    return this.#stage.awayWith([at], async () => {
      await device.take(tab)
      const life = await tab.ask('chaos.life')
      const [name, left] = [await tab.ask<string>('historyRecorder.tab'), now()]
      await tab.goTo(`${device.origin}/away.html`)
      await delay(lasts)
      await tab.back()
      if ((await tab.ask(whenThere)) === life) return this.#stage.count('pages back from the cache')
      device.gone(name, left)
      this.#stage.count('pages loaded again')
    })
  }

  reload(at: number): Promise<void> {
    return this.#stage.awayWith([at], async () => {
      await this.#stage.device(deviceOf(at)).reload(this.#stage.tab(at))
      this.#stage.count('pages loaded again')
    })
  }

  async network({ how, for: lasts }: Action & { do: 'network' }): Promise<void> {
    const from = now()
    await this.#stage.backend.network.trouble(how, lasts)
    const trouble: Trouble = { what: 'network', from, until: now() + AFTERMATH }
    for (const { troubles } of this.#stage.devices) troubles.push(trouble)
    this.#stage.count(`network: ${how}`)
  }

  /** The worker has unregistered itself. People load a page again that no longer does what it should. */
  async revive(at: number): Promise<void> {
    const from = now()
    this.#stage.count('workers that unregistered themselves')
    const tabs = [...(DEVICES[at] ?? [])]
    await this.#stage.awayWith(tabs, () => this.#stage.device(at).revive(from))
  }
}
