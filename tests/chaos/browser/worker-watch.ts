import type { Span } from '../../history/history.ts'
import { now } from '../now.ts'
import type { DevTools } from './devtools.ts'

interface Version {
  readonly versionId: string
  readonly runningStatus: 'stopped' | 'starting' | 'running' | 'stopping'
  readonly status: 'new' | 'installing' | 'installed' | 'activating' | 'activated' | 'redundant'
}

type Registrations = readonly { readonly isDeleted: boolean }[]

/** How long a browser that is busy may take over what it is told. */
const PATIENCE = 15_000

/** The workers of one browser context, seen and stopped through one of its pages. */
export class WorkerWatch {
  readonly #devtools: DevTools
  readonly #versions = new Map<string, Version>()
  readonly #looking = new Set<() => void>()
  /** Called when the worker has unregistered itself: the last resort of one that can't trust its store. */
  onGone = (): void => undefined

  private constructor(devtools: DevTools) {
    this.#devtools = devtools
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }: { registrations: Registrations }) => {
      if (registrations.some(({ isDeleted }) => isDeleted)) this.onGone()
    })
    devtools.on('ServiceWorker.workerVersionUpdated', ({ versions }: { versions: readonly Version[] }) => {
      for (const version of versions) {
        this.#versions.set(version.versionId, version)
        for (const look of this.#looking) look()
      }
    })
  }

  static async of(devtools: DevTools): Promise<WorkerWatch> {
    const watch = new WorkerWatch(devtools)
    await devtools.send('ServiceWorker.enable')
    return watch
  }

  /**
   * Stops whatever runs, as the browser does when it needs the memory: at once, in the middle of whatever it does. Not one
   * that only starts: Chromium takes that for a worker that can't start, and after a few times leaves pages without it.
   * Undefined where nothing ran.
   */
  async stop(): Promise<Span | undefined> {
    const running = this.#running()
    if (running.length === 0) return undefined
    const from = now()
    const stopped = Promise.all(running.map((id) => this.#until(() => this.#is(id, 'stopped'))))
    // It may have come to its end meanwhile.
    await Promise.allSettled(running.map((versionId) => this.#devtools.send('ServiceWorker.stopWorker', { versionId })))
    await stopped
    return { from, until: now() }
  }

  /** After its script has changed: the new version takes over at once. */
  async replace(scope: string, update: () => Promise<unknown>): Promise<Span> {
    const from = now()
    const before = this.#active()
    await update()
    await this.#until(() => this.#waiting() !== undefined || this.#active() !== before)
    if (this.#active() === before) await this.#devtools.send('ServiceWorker.skipWaiting', { scopeURL: scope })
    await this.#until(() => this.#active() !== before && this.#active() !== undefined)
    return { from, until: now() }
  }

  #is = (id: string, status: Version['runningStatus']): boolean => this.#versions.get(id)?.runningStatus === status

  #running(): string[] {
    return [...this.#versions.values()].flatMap(({ versionId, runningStatus }) =>
      runningStatus === 'running' ? [versionId] : [],
    )
  }

  #active(): string | undefined {
    return [...this.#versions.values()].findLast(({ status }) => status === 'activated')?.versionId
  }

  #waiting(): string | undefined {
    return [...this.#versions.values()].find(({ status }) => status === 'installed')?.versionId
  }

  /** Looked at after each single change: a worker that was stopped may run again at once. */
  #until(holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`The browser did not do so within ${PATIENCE} ms.`)), PATIENCE)
      const look = (): void => {
        if (!holds()) return
        clearTimeout(late)
        this.#looking.delete(look)
        resolve()
      }
      this.#looking.add(look)
    })
  }
}
