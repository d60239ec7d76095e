import type { Browser, CDPSession } from '@playwright/test'

interface Answer {
  readonly id?: number
  /** Of an event. */
  readonly method?: string
  readonly error?: { readonly message: string }
  readonly result?: {
    readonly result?: { readonly value?: unknown }
    readonly exceptionDetails?: { readonly exception?: { readonly description?: string } }
  }
}

/** A page that Playwright doesn't watch. One that it watches is always visible, and can't be frozen. */
export class UnwatchedPage {
  readonly #browser: CDPSession
  readonly #sessionId: string
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  readonly #expected = new Map<string, () => void>()
  #asked = 0

  constructor(browser: CDPSession, sessionId: string) {
    this.#browser = browser
    this.#sessionId = sessionId
    browser.on('Target.receivedMessageFromTarget', (received) => {
      if (received.sessionId !== sessionId) return
      const answer = JSON.parse(received.message) as Answer
      this.#waiting.get(answer.id ?? 0)?.(answer)
      this.#expected.get(answer.method ?? '')?.()
    })
  }

  /** Loads the address, to its end: until then there is nobody to ask. */
  async load(url: string): Promise<void> {
    await this.send('Page.enable')
    const loaded = new Promise<void>((resolve) => {
      this.#expected.set('Page.loadEventFired', resolve)
    })
    await this.send('Page.navigate', { url })
    await loaded
  }

  async send(method: string, params: object = {}): Promise<Answer['result']> {
    const id = (this.#asked += 1)
    const answered = new Promise<Answer>((resolve) => {
      this.#waiting.set(id, resolve)
    })
    const message = JSON.stringify({ id, method, params })
    await this.#browser.send('Target.sendMessageToTarget', { sessionId: this.#sessionId, message })
    const { error, result } = await answered
    if (error) throw new Error(`${method}: ${error.message}`)
    return result
  }

  /** @throws what the expression throws */
  async ask<Result>(expression: string): Promise<Result> {
    const asked = await this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
    const problem = asked?.exceptionDetails?.exception?.description
    if (problem !== undefined) throw new Error(problem)
    return asked?.result?.value as Result
  }
}

/** Pages of one browser profile of their own, opened with this address. */
export async function openUnwatched(
  browser: Browser,
  url: string,
): Promise<{ readonly open: () => Promise<UnwatchedPage>; readonly close: () => Promise<void> }> {
  const session = await browser.newBrowserCDPSession()
  const { browserContextId } = await session.send('Target.createBrowserContext')
  return {
    async open() {
      const blank = { url: 'about:blank', browserContextId, newWindow: true }
      const { targetId } = await session.send('Target.createTarget', blank)
      const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: false })
      const page = new UnwatchedPage(session, sessionId)
      await page.load(url)
      return page
    },
    async close() {
      await session.send('Target.disposeBrowserContext', { browserContextId })
      await session.detach()
    },
  }
}
