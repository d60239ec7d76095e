import { seal, type FromWorker, type Reply, type ToWorker } from '../../../shared/protocol.ts'
import { readToWorker } from '../../../shared/read-message.ts'

export interface StandIn {
  readonly container: ServiceWorkerContainer
  /** Everything that the page said, in order. */
  readonly heard: ToWorker[]
  /** What it answers; undefined stands for a worker that is stopped before it answers. */
  answer: (message: ToWorker) => Reply | undefined
  tell(notice: FromWorker): void
  tellRaw(data: unknown): void
  /** Takes control of the page, or lets go of it. */
  control(controlled: boolean): void
  /** A newer worker is found, and waits. */
  renew(): NewerWorker
  /** The page unregistered it. */
  readonly isUnregistered: boolean
}

export interface NewerWorker {
  readonly heard: ToWorker[]
  /** As the browser tells: `installed` (it waits), `activated`, `redundant`. */
  become(state: ServiceWorkerState): void
}

/** A worker as a page sees it: what it is told, what it answers over a real message port, and when it takes control. */
export function standInWorker({ controlled = true, scriptURL = '/payment-sync-sw.js' } = {}): StandIn {
  const heard: ToWorker[] = []
  const worker = Object.assign(new EventTarget(), {
    scriptURL: new URL(scriptURL, location.href).href,
    state: 'activated',
    postMessage(data: unknown, [port]: MessagePort[] = []) {
      const message = readToWorker(data)
      if (!message) throw new Error(`The page said what no worker understands: ${JSON.stringify(data)}`)
      heard.push(message)
      const reply = standIn.answer(message)
      if (reply) port?.postMessage(seal(reply))
    },
  }) as unknown as ServiceWorker

  let isUnregistered = false
  const registration = Object.assign(new EventTarget(), {
    active: worker,
    installing: null as ServiceWorker | null,
    waiting: null as ServiceWorker | null,
    scope: `${location.origin}/`,
    unregister: () => {
      isUnregistered = true
      return Promise.resolve(true)
    },
  })
  const container = Object.assign(new EventTarget(), {
    controller: controlled ? worker : null,
    register: () => Promise.resolve(registration as unknown as ServiceWorkerRegistration),
    getRegistration: () => Promise.resolve(registration),
    startMessages: () => undefined,
  })

  const standIn: StandIn = {
    container: container as unknown as ServiceWorkerContainer,
    heard,
    answer: () => ({ type: 'latest', stamp: 100, born: 'born', groups: [] }),
    tell: (notice) => standIn.tellRaw(seal(notice)),
    tellRaw(data) {
      const event = new MessageEvent('message', { data })
      Object.defineProperty(event, 'source', { value: worker }) // The constructor takes windows and ports only.
      container.dispatchEvent(event)
    },
    control(yes) {
      container.controller = yes ? worker : null
      container.dispatchEvent(new Event('controllerchange'))
    },
    renew() {
      const newer = newerWorker(worker.scriptURL)
      const { said } = newer
      registration.installing = said
      registration.dispatchEvent(new Event('updatefound'))
      said.addEventListener('statechange', () => {
        registration.installing = null
        registration.waiting = said.state === 'installed' ? said : null
      })
      return newer
    },
    get isUnregistered() {
      return isUnregistered
    },
  }
  return standIn
}

function newerWorker(scriptURL: string): NewerWorker & { readonly said: ServiceWorker } {
  const heard: ToWorker[] = []
  const said = Object.assign(new EventTarget(), {
    scriptURL,
    state: 'installing',
    postMessage(data: unknown) {
      const message = readToWorker(data)
      if (message) heard.push(message)
    },
  }) as unknown as ServiceWorker & { state: ServiceWorkerState }
  return {
    said,
    heard,
    become(state) {
      said.state = state
      said.dispatchEvent(new Event('statechange'))
    },
  }
}
