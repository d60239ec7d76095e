import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'

type Parameters = Readonly<Record<string, unknown>>
type Listener = (parameters: never) => void

/** One target, or the browser itself, over the DevTools protocol. */
export interface DevTools {
  send<Result = Parameters>(method: string, parameters?: Parameters): Promise<Result>
  on(event: string, listener: Listener): void
}

interface Waiting {
  readonly resolve: (result: never) => void
  readonly reject: (error: Error) => void
  readonly late: NodeJS.Timeout
}

interface Message {
  readonly id?: number
  readonly sessionId?: string
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

/** Nothing that is asked of a browser takes so long, but on a machine that has given up. ms */
const PATIENCE = 30_000

/** As few as possible: back/forward cache, freezing and throttling are what is tested. */
const flags = [
  '--headless',
  '--remote-debugging-pipe',
  '--no-sandbox',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--mute-audio',
]

/**
 * A Chromium that nobody else drives. Not by Playwright: pages that it is attached to are always visible, so they can't
 * be frozen, and it waits for a `load` that a page from the back/forward cache doesn't have.
 */
export class Browser {
  readonly #process: ChildProcess
  readonly #profile: string
  readonly #out: Writable
  readonly #waiting = new Map<number, Waiting>()
  readonly #listeners = new Map<string, Listener[]>()
  #lastId = 0
  #text = ''

  private constructor(process: ChildProcess, profile: string) {
    this.#process = process
    this.#profile = profile
    this.#out = process.stdio[3] as Writable
    const from = process.stdio[4] as Readable
    from.setEncoding('utf8')
    from.on('data', (text: string) => this.#receive(text))
    process.once('exit', () => this.#fail(new Error('The browser has ended.')))
    // Written to while it ends.
    this.#out.on('error', () => undefined)
  }

  /** @param executable a Chromium or Chrome */
  static async launch(executable: string): Promise<Browser> {
    const profile = await mkdtemp(join(tmpdir(), 'payment-sync-chaos-'))
    const process = spawn(executable, [...flags, `--user-data-dir=${profile}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    })
    const browser = new Browser(process, profile)
    await browser.target().send('Browser.getVersion')
    return browser
  }

  /** Without a session: the browser itself. */
  target(sessionId?: string): DevTools {
    return {
      send: (method, parameters = {}) => this.#send(method, parameters, sessionId),
      on: (event, listener) => {
        const name = `${sessionId ?? ''} ${event}`
        this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener])
      },
    }
  }

  async close(): Promise<void> {
    const ended = this.#process.exitCode === null ? once(this.#process, 'exit') : undefined
    const impatience = setTimeout(() => this.#process.kill('SIGKILL'), 5_000)
    // It may end before it answers.
    await this.target()
      .send('Browser.close')
      .catch(() => undefined)
    await ended
    clearTimeout(impatience)
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 })
  }

  #send<Result>(method: string, params: Parameters, sessionId: string | undefined): Promise<Result> {
    this.#lastId += 1
    const id = this.#lastId
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#waiting.delete(id)
        const what = typeof params['expression'] === 'string' ? params['expression'].slice(0, 80) : ''
        reject(new Error(`No answer to ${method} ${what} within ${PATIENCE / 1_000} s.`))
      }, PATIENCE)
      this.#waiting.set(id, { resolve, reject, late })
      this.#out.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    })
  }

  #receive(text: string): void {
    const messages = (this.#text + text).split('\0')
    this.#text = messages.pop() ?? ''
    for (const message of messages) this.#take(JSON.parse(message) as Message)
  }

  #take({ id, sessionId = '', method, params, result, error }: Message): void {
    if (id === undefined) {
      for (const listener of this.#listeners.get(`${sessionId} ${method}`) ?? []) listener(params as never)
      return
    }
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    clearTimeout(waiting?.late)
    if (error) waiting?.reject(new Error(error.message))
    else waiting?.resolve(result as never)
  }

  #fail(error: Error): void {
    for (const { reject, late } of this.#waiting.values()) {
      clearTimeout(late)
      reject(error)
    }
    this.#waiting.clear()
  }
}
