import { setTimeout as delay } from 'node:timers/promises'
import type { Mutation, Span, Trouble } from '../../history/history.ts'
import type { PageRecords } from '../../history/recorder.ts'
import type { Backend } from '../api/backend.ts'
import { now } from '../now.ts'
import type { Browser } from './devtools.ts'
import { NOBODY, Sessions, type Login } from './sessions.ts'
import { Tab } from './tab.ts'
import { WorkerWatch } from './worker-watch.ts'

export interface DeviceOptions {
  readonly browser: Browser
  readonly backend: Backend
  /** The name of the worker under test, as pages know it. */
  readonly worker: string
  /** Of its tabs; those in `plain` know nothing of the worker. */
  readonly tabs: readonly string[]
  readonly plain: readonly string[]
  readonly user: string
}

interface Made {
  readonly context: string
  readonly tabs: readonly Tab[]
  readonly worker: WorkerWatch
  readonly login: Login
  readonly records: readonly PageRecords[]
}

/** One browser of one user, as the others know nothing of it: a browser context with its tabs and its worker. */
export class Device {
  readonly tabs: readonly Tab[]
  readonly worker: WorkerWatch
  readonly sessions: Sessions
  readonly troubles: Trouble[] = []
  /** When there was no worker. */
  readonly without: Span[] = []
  readonly records: PageRecords[] = []
  readonly origin: string
  readonly user: string
  readonly #browser: Browser
  readonly #backend: Backend
  readonly #context: string

  private constructor({ browser, backend, user }: DeviceOptions, made: Made) {
    this.tabs = made.tabs
    this.worker = made.worker
    this.sessions = new Sessions(made.login)
    this.origin = backend.url
    this.user = user
    this.#browser = browser
    this.#backend = backend
    this.#context = made.context
    // What came before the login was not part of it, but that the pages had opened.
    for (const { pages } of made.records) this.records.push({ reads: [], mutations: [], notices: [], shown: [], pages })
  }

  /** With every tab under the worker's control, and logged in. */
  static async start(options: DeviceOptions): Promise<Device> {
    const { browser, backend, user, plain } = options
    const whole = browser.target()
    const { browserContextId: context } = await whole.send<{ browserContextId: string }>('Target.createBrowserContext')
    const open = (name: string): Promise<Tab> => {
      const client = plain.includes(name) ? '' : '&client'
      return Tab.open(browser, context, `${backend.url}/chaos.html?worker=${options.worker}&tab=${name}${client}`)
    }
    const [name = '', ...others] = options.tabs
    const first = await open(name)
    const worker = await WorkerWatch.of(first.devtools)
    await first.ask(register)
    await first.ask(isControlled)
    // Not before: a page that is loaded while a first worker takes control may be missed by it.
    const tabs = [first]
    for (const other of others) tabs.push(await open(other))
    for (const tab of tabs) await tab.ask(isControlled)
    await first.ask(`chaos.mutate('/api/auth/login', ${JSON.stringify(credentials(user))})`)
    const login = { session: backend.record.sessionOf(await cookieOf(browser, context)), user }
    if (login.session === NOBODY.session) throw new Error(`${user} could not log in.`)
    const records = await Promise.all(tabs.map((tab) => tab.ask<PageRecords>('historyRecorder.take()')))
    return new Device(options, { context, tabs, worker, login, records })
  }

  /** As a user would, in the first tab; nobody logs out. What comes of it shows in the cookie. Whether it went well. */
  async log(user: string | undefined): Promise<boolean> {
    const [first] = this.tabs as [Tab]
    const [url, about] = user === undefined ? ['/api/auth/logout', {}] : ['/api/auth/login', credentials(user)]
    const from = this.sessions.now
    const { id, outcome, status, end } = await first.ask<Mutation>(`chaos.mutate('${url}', ${JSON.stringify(about)})`)
    // The answer may have been lost on its last way, with the cookie already there.
    if (outcome !== 'answered') await delay(500)
    const session = this.#backend.record.sessionOf(await cookieOf(this.#browser, this.#context))
    const at = outcome === 'answered' && end !== null ? end : now()
    if (session !== from.session)
      this.sessions.add({ mutation: id, from, to: { session, user: user ?? NOBODY.user }, at })
    return outcome === 'answered' && status === 200
  }

  /** Loads a page again: what it had under way goes with it. */
  async reload(tab: Tab): Promise<void> {
    await this.take(tab)
    const [name, url] = [await tab.ask<string>('historyRecorder.tab'), await tab.ask<string>('location.href')]
    const left = now()
    await tab.goTo(url)
    await tab.ask(whenThere)
    this.gone(name, left)
  }

  /** The page of that name is no more. */
  gone(tab: string, at: number): void {
    this.records.push({ reads: [], mutations: [], notices: [], shown: [], pages: [{ tab, at, is: 'closed' }] })
  }

  /** The worker has unregistered itself; the next pages that are loaded bring another. */
  async revive(from: number): Promise<void> {
    const [first, ...others] = this.tabs as [Tab, ...Tab[]]
    await this.reload(first)
    await first.ask(register)
    await first.ask(isControlled)
    for (const tab of others) {
      await this.reload(tab)
      await tab.ask(isControlled)
    }
    this.without.push({ from, until: now() })
  }

  /** Takes what a page has recorded, before it goes. */
  async take(tab: Tab): Promise<void> {
    this.records.push(await tab.ask<PageRecords>('historyRecorder.take()'))
  }

  async close(): Promise<void> {
    await this.#browser.target().send('Target.disposeBrowserContext', { browserContextId: this.#context })
  }
}

async function cookieOf(browser: Browser, browserContextId: string): Promise<string> {
  const { cookies } = await browser
    .target()
    .send<{ cookies: readonly { name: string; value: string }[] }>('Storage.getCookies', { browserContextId })
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
}

const credentials = (email: string): object => ({ body: { email, password: 'payment-sync' } })

const register = `navigator.serviceWorker.register('/chaos-sw.js', { updateViaCache: 'none' }).then(() => true)`

const isControlled = `new Promise((resolve) => {
  const look = () => navigator.serviceWorker.controller?.state === 'activated' && resolve(true)
  navigator.serviceWorker.addEventListener('controllerchange', look)
  navigator.serviceWorker.ready.then(() => { look(); setInterval(look, 50) })
})`

/** A page that is loaded again needs a moment until its script has run. */
export const whenThere = `new Promise((resolve) => {
  const look = () => globalThis.chaos ? resolve(chaos.life) : setTimeout(look, 5)
  look()
})`
