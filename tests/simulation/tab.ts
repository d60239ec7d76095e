import type { FromWorker, Reply, ToWorker } from '../../shared/protocol.ts'
import type { WorkerRun } from './worker-run.ts'
import type { World } from './world.ts'
import { browserRequest, fetchEvent } from './worker-globals.ts'

export interface Seen {
  readonly status: number
  /** Parsed JSON, or the text. */
  readonly body: unknown
  readonly headers: Headers
  /** `Cache-Status` without the cache's name. */
  readonly how: string
  readonly asOf: number
}

interface Open {
  readonly init: RequestInit & { mode?: RequestMode }
  readonly url: string
  readonly resolve: (response: Response) => void
  readonly reject: (error: unknown) => void
  dispatches: number
  /** What isn't answered by a worker has nothing to lose by its death. */
  answeredBy: WorkerRun | undefined
}

/** A page: it reads, it writes, and it hears. */
export class Tab {
  readonly id: string
  readonly heard: FromWorker[] = []
  /** In the back/forward cache, or frozen: what it is told is lost. */
  asleep = false
  /** False: it was loaded past the worker (a forced reload). */
  controlled = true
  onHear: ((message: FromWorker) => void) | undefined
  readonly #world: World
  readonly #open = new Set<Open>()

  constructor(world: World, id: string) {
    this.#world = world
    this.id = id
  }

  /** @throws what `fetch` would throw */
  async get(url: string, init: RequestInit = {}): Promise<Seen> {
    return seen(await this.fetch(url, init))
  }

  async post(url: string, body: unknown = {}, init: RequestInit = {}): Promise<Seen> {
    const headers = { 'content-type': 'application/json', ...(init.headers as Record<string, string> | undefined) }
    return seen(await this.fetch(url, { method: 'POST', body: JSON.stringify(body), ...init, headers }))
  }

  fetch(url: string, init: RequestInit & { mode?: RequestMode } = {}): Promise<Response> {
    return new Promise((resolve, reject) => {
      const open: Open = { url, init, resolve, reject, dispatches: 0, answeredBy: undefined }
      this.#open.add(open)
      this.#dispatch(open)
    })
  }

  /** As a form or a link does: past the worker, and the page that lands is another client. */
  async navigate(url: string, init: RequestInit = {}): Promise<Tab> {
    const landing = `${this.id}'`
    const request = browserRequest(url, { ...init, mode: 'navigate' })
    const event = fetchEvent({ request, clientId: this.id, resultingClientId: landing, handled: Promise.resolve() })
    this.#world.run.dispatch(event)
    await (event.response ?? this.#world.network.fetch(request))
    this.#world.close(this)
    return this.#world.open(landing)
  }

  tell(message: ToWorker): Promise<Reply | undefined> {
    return this.#world.run.message(message, this.id)
  }

  hear(message: FromWorker): void {
    if (this.asleep) return
    this.heard.push(message)
    this.onHear?.(message)
  }

  /** What was invalidated, as this page was told. */
  get told(): string[] {
    return this.heard.flatMap((message) => (message.type === 'invalidated' ? message.groups : []))
  }

  /** Chromium dispatches an open fetch event once more to the next run; else, and the second time, the page gets an error. */
  workerDied(run: WorkerRun): void {
    for (const open of this.#open) if (open.answeredBy === run) this.#afterDeath(open, run)
  }

  #afterDeath(open: Open, { repeats }: WorkerRun): void {
    if (repeats && open.dispatches < 2) this.#dispatch(open)
    else this.#end(open, () => open.reject(new TypeError('Failed to fetch')))
  }

  #dispatch(open: Open): void {
    const { url, init } = open
    open.dispatches += 1
    let noteHandled = (): void => undefined
    const handled = new Promise<void>((resolve) => {
      noteHandled = resolve
    })
    const event = fetchEvent({ request: browserRequest(url, init), clientId: this.id, resultingClientId: '', handled })
    const { run, network } = this.#world
    if (this.controlled) run.dispatch(event)
    open.answeredBy = event.response ? run : undefined
    const end = (how: () => void): void => {
      // A dead worker answers nobody.
      if (!run.alive && event.response) return
      this.#end(open, how)
      noteHandled()
    }
    const answered = (response: Response): void =>
      end(() => (response.type === 'error' ? open.reject(new TypeError('Failed to fetch')) : open.resolve(response)))
    const failed = (error: unknown): void => end(() => open.reject(error))
    const response = event.response ?? network.fetch(browserRequest(url, init))
    response.then(answered, failed)
    // It may have died of this very event.
    if (event.response && !run.alive) this.#afterDeath(open, run)
  }

  #end(open: Open, how: () => void): void {
    if (this.#open.delete(open)) how()
  }
}

async function seen(response: Response): Promise<Seen> {
  const text = await response.text()
  return {
    status: response.status,
    body: /json/.test(response.headers.get('content-type') ?? '') ? (JSON.parse(text) as unknown) : text,
    headers: response.headers,
    how: (response.headers.get('cache-status') ?? '').replace(/^.*payment-sync; /, ''),
    asOf: Number(response.headers.get('payment-sync-as-of') ?? 0),
  }
}
