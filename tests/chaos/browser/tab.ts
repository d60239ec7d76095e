import { setTimeout as delay } from 'node:timers/promises'
import type { Browser, DevTools } from './devtools.ts'

interface Evaluated {
  readonly result: { readonly value?: unknown }
  readonly exceptionDetails?: { readonly text: string; readonly exception?: { readonly description?: string } }
}

/** ms */
const PATIENCE = 4_000

/** A page of one browser context. */
export class Tab {
  readonly devtools: DevTools
  /** What went wrong in it that nobody caught. */
  readonly errors: string[] = []

  #onCommit = (): void => undefined

  private constructor(devtools: DevTools) {
    this.devtools = devtools
    devtools.on('Page.frameNavigated', () => this.#onCommit())
    devtools.on(
      'Runtime.exceptionThrown',
      ({ exceptionDetails }: { exceptionDetails: Evaluated['exceptionDetails'] }) =>
        this.errors.push(textOf(exceptionDetails)),
    )
  }

  static async open(browser: Browser, browserContextId: string, url: string): Promise<Tab> {
    const whole = browser.target()
    const { targetId } = await whole.send<{ targetId: string }>('Target.createTarget', {
      url: 'about:blank',
      browserContextId,
    })
    const { sessionId } = await whole.send<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true })
    const tab = new Tab(browser.target(sessionId))
    await Promise.all([tab.devtools.send('Page.enable'), tab.devtools.send('Runtime.enable')])
    await tab.goTo(url)
    return tab
  }

  /** @throws what the expression throws */
  async ask<Result>(expression: string): Promise<Result> {
    const { result, exceptionDetails } = await this.devtools.send<Evaluated>('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails) throw new Error(textOf(exceptionDetails))
    return result.value as Result
  }

  /** Resolves when the page has begun, whatever becomes of it. */
  async tell(expression: string): Promise<void> {
    const { exceptionDetails } = await this.devtools.send<Evaluated>('Runtime.evaluate', { expression })
    if (exceptionDetails) throw new Error(textOf(exceptionDetails))
  }

  async goTo(url: string): Promise<void> {
    await this.#committed(() => this.devtools.send('Page.navigate', { url }))
  }

  async back(): Promise<void> {
    const { currentIndex, entries } = await this.devtools.send<{
      currentIndex: number
      entries: readonly { readonly id: number }[]
    }>('Page.getNavigationHistory')
    const entryId = entries[currentIndex - 1]?.id
    await this.#committed(() => this.devtools.send('Page.navigateToHistoryEntry', { entryId }))
  }

  /** Frozen as the browser does with a tab in the background that it wants nothing of. */
  async lifecycle(state: 'frozen' | 'active'): Promise<void> {
    await this.devtools.send('Page.setWebLifecycleState', { state })
  }

  /**
   * A page from the back/forward cache has no `load`: the commit of its frame is what can be waited for. A navigation whose
   * worker is stopped as it begins hangs for ever (Chromium 156): then a person loads the page again.
   */
  async #committed(navigate: () => Promise<unknown>): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const committed = new Promise<string>((resolve) => (this.#onCommit = () => resolve('committed')))
      const failed = navigate().then(
        () => committed,
        () => 'failed',
      )
      if ((await Promise.race([committed, failed, delay(PATIENCE, 'hangs')])) === 'committed') return
      if (attempt === 5) throw new Error('A page could not be loaded.')
      await this.devtools.send('Page.stopLoading')
    }
  }
}

const textOf = (details: Evaluated['exceptionDetails']): string =>
  details?.exception?.description ?? details?.text ?? 'an exception'
