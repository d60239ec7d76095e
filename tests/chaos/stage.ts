import { now } from './now.ts'
import type { Trouble } from '../history/history.ts'
import type { Backend } from './api/backend.ts'
import type { Elsewhere } from './api/bookings.ts'
import type { Device } from './browser/device.ts'
import type { Tab } from './browser/tab.ts'
import { deviceOf, DEVICES } from './schedule.ts'
import type { Done } from './summary.ts'

export interface Cast {
  readonly backend: Backend
  readonly elsewhere: Elsewhere
  readonly devices: readonly Device[]
  /** Changes the served worker's script, so that a browser that looks finds a new version. */
  readonly newVersion: () => Promise<void>
}

/** Everybody who takes part in a round, and which page may be asked for something just now. */
export class Stage {
  readonly backend: Backend
  readonly elsewhere: Elsewhere
  readonly devices: readonly Device[]
  readonly newVersion: () => Promise<void>
  readonly done: Done = {}
  readonly #away = new Map<number, Promise<void>>()

  constructor({ backend, elsewhere, devices, newVersion }: Cast) {
    this.backend = backend
    this.elsewhere = elsewhere
    this.devices = devices
    this.newVersion = newVersion
  }

  count(what: string): void {
    this.done[what] = (this.done[what] ?? 0) + 1
  }

  device(at: number): Device {
    return this.devices[at] as Device
  }

  first({ tabs }: Device): Tab {
    return tabs[0] as Tab
  }

  tab(at: number): Tab {
    const device = deviceOf(at)
    return this.device(device).tabs[DEVICES[device]?.findIndex((each) => each === at) ?? 0] as Tab
  }

  /** Frozen, on another page, or being loaded. */
  isAway(tab: number): boolean {
    return this.#away.has(tab)
  }

  /** Nobody asks these pages for anything meanwhile. Begins when all of them are there. */
  async awayWith(tabs: readonly number[], work: () => Promise<void>): Promise<void> {
    while (tabs.some((tab) => this.#away.has(tab)))
      await Promise.allSettled(tabs.map((tab) => this.#away.get(tab) ?? Promise.resolve()))
    const working = work()
    for (const tab of tabs) this.#away.set(tab, working)
    try {
      await working
    } finally {
      for (const tab of tabs) this.#away.delete(tab)
    }
  }

  /** Puts on record that a device was in trouble for as long as the work takes. */
  async during(device: Device, what: Trouble['what'], work: () => Promise<unknown>): Promise<void> {
    const from = now()
    await work()
    device.troubles.push({ what, from, until: now() })
  }
}
