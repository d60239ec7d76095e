import { chromium, type BrowserContext, type CDPSession, type Page } from 'playwright'
import { browserHere } from '../../../scripts/browser-places.mjs'
import { startApi, type Api } from './api.ts'
import { WORKER, type Subject } from './subjects.ts'
import { workerHeap } from './worker-heap.ts'

/** A subject as it stands in the browser: an origin of its own, and a page that its worker controls. */
export interface Stand {
  readonly name: string
  readonly api: Api
  readonly page: Page
  /** Another page of the same origin. */
  openTab(): Promise<Page>
}

/** One browser for everything, so that all share what the machine does meanwhile. */
export class Stage {
  readonly #context: BrowserContext
  readonly #stands: Stand[] = []
  #workers: WorkerStopper | undefined

  private constructor(context: BrowserContext) {
    this.#context = context
  }

  static async open(): Promise<Stage> {
    const executablePath = await browserHere()
    const browser = await chromium.launch(executablePath === undefined ? {} : { executablePath })
    return new Stage(await browser.newContext())
  }

  async add({ name, files }: Subject): Promise<Stand> {
    const api = await startApi(files)
    const openTab = async (): Promise<Page> => {
      const page = await this.#context.newPage()
      await page.goto(`${api.origin}/`)
      return page
    }
    const page = await openTab()
    if (files.has(WORKER)) await page.evaluate(() => bench.control())
    const stand = { name, api, page, openTab }
    this.#stands.push(stand)
    return stand
  }

  /** Every worker, until the next request for it. */
  async stopWorkers(): Promise<void> {
    const [first] = this.#stands
    if (!first) return
    this.#workers ??= await WorkerStopper.attach(await this.#context.newCDPSession(first.page))
    await this.#workers.stop()
  }

  /** What the scripts of its worker hold, in bytes. */
  async workerHeap({ api }: Stand): Promise<number> {
    const devtools = await this.#context.browser()?.newBrowserCDPSession()
    if (!devtools) throw new Error('The browser is gone.')
    try {
      return await workerHeap(devtools, api.origin)
    } finally {
      await devtools.detach()
    }
  }

  async close(): Promise<void> {
    await this.#context.browser()?.close()
    await Promise.all(this.#stands.map(({ api }) => api.close()))
  }
}

/** Stops all workers, and waits until they have stopped. */
class WorkerStopper {
  readonly #devtools: CDPSession
  readonly #running = new Set<string>()
  #allStopped = (): void => undefined

  private constructor(devtools: CDPSession) {
    this.#devtools = devtools
    devtools.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      for (const { versionId, runningStatus } of versions) {
        if (runningStatus === 'stopped') this.#running.delete(versionId)
        else this.#running.add(versionId)
      }
      if (this.#running.size === 0) this.#allStopped()
    })
  }

  static async attach(devtools: CDPSession): Promise<WorkerStopper> {
    const stopper = new WorkerStopper(devtools)
    await devtools.send('ServiceWorker.enable')
    return stopper
  }

  async stop(): Promise<void> {
    const stopped = new Promise<void>((resolve) => (this.#allStopped = resolve))
    await this.#devtools.send('ServiceWorker.stopAllWorkers')
    if (this.#running.size > 0) await stopped
  }
}
