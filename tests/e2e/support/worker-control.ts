import type { CDPSession, Page } from '@playwright/test'

/** Stops the worker as the browser does when it needs the memory: at once, in the middle of whatever it does. */
export class WorkerControl {
  readonly #session: CDPSession
  /** Those that run or are starting, and whom to tell when they have stopped. */
  readonly #alive = new Map<string, (() => void)[]>()

  private constructor(session: CDPSession) {
    this.#session = session
    session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      for (const { versionId, runningStatus } of versions) {
        if (runningStatus === 'stopped') {
          const whenStopped = this.#alive.get(versionId) ?? []
          this.#alive.delete(versionId)
          for (const tell of whenStopped) tell()
        } else if (!this.#alive.has(versionId)) this.#alive.set(versionId, [])
      }
    })
  }

  static async of(page: Page): Promise<WorkerControl> {
    const session = await page.context().newCDPSession(page)
    const control = new WorkerControl(session)
    await session.send('ServiceWorker.enable')
    return control
  }

  /** Over when all that were alive have stopped. A page that asks for something meanwhile starts its worker again. */
  async stop(): Promise<void> {
    const stopped = [...this.#alive.values()].map((whenStopped) => new Promise<void>((tell) => whenStopped.push(tell)))
    await this.#session.send('ServiceWorker.stopAllWorkers')
    await Promise.all(stopped)
  }

  get isRunning(): boolean {
    return this.#alive.size > 0
  }
}
