import { spawn, type ChildProcess } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { webkitBrowser } from '../../../scripts/engine-places.mjs'

/** What tests for every engine ask of a page. */
export type ScriptedPage = Pick<Page, 'evaluate' | 'goto'>

/** ms; to look again whether something is done that tells nobody. */
const LOOK_AGAIN = 20

/** ms; a browser that has not started by then never will. */
const PATIENCE = 30_000

/**
 * The system's WebKit, over WebDriver (W3C): Playwright drives only builds of its own. One command at a time, and each
 * to a window, so nothing may wait inside of one: what takes its time leaves its result in the page.
 */
export class WebKit {
  readonly #driver: ChildProcess
  readonly #session: string
  #queue: Promise<unknown> = Promise.resolve()
  #isFirst = true

  private constructor(driver: ChildProcess, session: string) {
    this.#driver = driver
    this.#session = session
  }

  static async start(): Promise<WebKit> {
    const here = webkitBrowser()
    if (!here) throw new Error('No WebKit here: `node scripts/find-engines.mjs` gets one.')
    const { driver: command, browser } = here
    const port = await freePort()
    // A window that nobody sees; a group of its own, so that all of it ends together.
    const driver = spawn('xvfb-run', ['-a', command, `--port=${port}`], { detached: true, stdio: 'ignore' })
    const url = `http://127.0.0.1:${port}`
    await ready(url)
    const options = { binary: browser, args: ['--automation'] }
    const { sessionId } = await call<{ sessionId: string }>(`${url}/session`, {
      capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': options } },
    })
    return new WebKit(driver, `${url}/session/${sessionId}`)
  }

  async newPage(): Promise<ScriptedPage> {
    const isFirst = this.#isFirst
    this.#isFirst = false
    const handle = await this.#inTurn(async () =>
      isFirst
        ? call<string>(`${this.#session}/window`)
        : (await call<{ handle: string }>(`${this.#session}/window/new`, { type: 'tab' })).handle,
    )
    const inWindow = <Result>(path: string, body: object): Promise<Result> =>
      this.#inTurn(async () => {
        await call(`${this.#session}/window`, { handle })
        return call<Result>(`${this.#session}${path}`, body)
      })
    return scriptedPage(inWindow)
  }

  async close(): Promise<void> {
    await this.#inTurn(() => call(this.#session, undefined, 'DELETE'))
    if (this.#driver.pid !== undefined) process.kill(-this.#driver.pid)
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#queue.then(work)
    this.#queue = result.catch(() => 'the next one goes on')
    return result
  }
}

type InWindow = <Result>(path: string, body: object) => Promise<Result>

interface Outcome {
  readonly value?: unknown
  readonly error?: string
}

function scriptedPage(inWindow: InWindow): ScriptedPage {
  let calls = 0
  const evaluate = async (work: (argument: unknown) => unknown, argument: unknown): Promise<unknown> => {
    calls += 1
    const name = `outcome of ${calls}`
    await inWindow('/execute/sync', { script: started(work), args: [name, argument ?? null] })
    for (;;) {
      const outcome = await inWindow<Outcome | null>('/execute/sync', {
        script: 'return window[arguments[0]]',
        args: [name],
      })
      if (outcome?.error !== undefined) throw new Error(outcome.error)
      if (outcome) return outcome.value
      await delay(LOOK_AGAIN)
    }
  }
  const goto = async (url: string): Promise<null> => {
    await inWindow('/url', { url })
    return null
  }
  return { evaluate, goto } as ScriptedPage
}

const started = (work: (argument: unknown) => unknown): string => `
  const [name, argument] = arguments
  Promise.resolve(argument).then(${String(work)}).then(
    (value) => { window[name] = { value } },
    (error) => { window[name] = { error: String(error) } },
  )`

async function ready(url: string): Promise<void> {
  const until = Date.now() + PATIENCE
  for (;;) {
    const isReady = await call<{ ready: boolean }>(`${url}/status`).then(
      (status) => status.ready,
      () => false,
    )
    if (isReady) return
    if (Date.now() > until)
      throw new Error('WebKitWebDriver does not start: is xvfb-run there, and does MiniBrowser run?')
    await delay(LOOK_AGAIN)
  }
}

/** @throws Error with what the driver says */
async function call<Result>(url: string, body?: object, method = body ? 'POST' : 'GET'): Promise<Result> {
  const response = await fetch(url, { method, ...(body && { body: JSON.stringify(body) }) })
  const { value } = (await response.json()) as { value: Result & { readonly message?: string } }
  if (!response.ok) throw new Error(`WebKit: ${value.message ?? response.statusText}`)
  return value
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
