import type { CDPSession, Page } from '@playwright/test'

/** Stops the worker as the browser does when it needs the memory: at once, in the middle of whatever it does. */
export class WorkerControl {
  readonly #session: CDPSession
  readonly #running = new Set<string>()

  private constructor(session: CDPSession) {
    this.#session = session
    session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      for (const { versionId, runningStatus } of versions) {
        if (runningStatus === 'running') this.#running.add(versionId)
        if (runningStatus === 'stopped') this.#running.delete(versionId)
      }
    })
  }

  static async of(page: Page): Promise<WorkerControl> {
    const session = await page.context().newCDPSession(page)
    const control = new WorkerControl(session)
    await session.send('ServiceWorker.enable')
    return control
  }

  stop(): Promise<unknown> {
    return this.#session.send('ServiceWorker.stopAllWorkers')
  }

  get isRunning(): boolean {
    return this.#running.size > 0
  }
}
