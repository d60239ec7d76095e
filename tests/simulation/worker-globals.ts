import { URLPattern } from 'urlpattern-polyfill'

/** What Workbox and the worker expect of a service worker's global, and Node hasn't got. */
class ExtendableEventStandIn {
  readonly type: string
  readonly work: Promise<unknown>[] = []

  constructor(type: string) {
    this.type = type
  }

  waitUntil(promise: Promise<unknown>): void {
    this.work.push(promise)
    // A browser listens to it: what rejects is nobody's surprise.
    promise.catch(() => 'the event has failed')
  }
}

export interface FetchEventInit {
  readonly request: Request
  readonly clientId: string
  readonly resultingClientId: string
  readonly handled: Promise<void>
}

class FetchEventStandIn extends ExtendableEventStandIn {
  readonly request: Request
  readonly clientId: string
  readonly resultingClientId: string
  readonly handled: Promise<void>
  response: Promise<Response> | undefined
  isOver = false

  constructor(type: string, init: FetchEventInit) {
    super(type)
    this.request = init.request
    this.clientId = init.clientId
    this.resultingClientId = init.resultingClientId
    this.handled = init.handled
  }

  respondWith(response: Promise<Response>): void {
    if (this.isOver) throw new DOMException('The event has already been dispatched', 'InvalidStateError')
    this.response = response
  }
}

export type FetchEventInTest = InstanceType<typeof FetchEventStandIn>

export const ORIGIN = 'https://app.test'

Object.assign(globalThis, {
  self: globalThis,
  URLPattern,
  ExtendableEvent: ExtendableEventStandIn,
  FetchEvent: FetchEventStandIn,
  location: new URL(`${ORIGIN}/sw.js`),
  // Workbox's development build explains every request on the console.
  __WB_DISABLE_DEV_LOGS: true,
})

type AnyInit = RequestInit & { mode?: RequestMode }

/** Node's Request knows neither navigations nor `destination`; a browser's event tells both. */
let makeRequest = (url: URL, { mode = 'cors', ...rest }: AnyInit): Request => {
  const request = new Request(url, { ...rest, ...(rest.cache === 'only-if-cached' && { mode: 'same-origin' }) })
  return Object.defineProperties(request, {
    mode: { value: mode },
    destination: { value: mode === 'navigate' ? 'document' : '' },
  })
}

/** Pages make their requests so from now on. */
export function makeRequestsWith(make: typeof makeRequest): void {
  makeRequest = make
}

export const browserRequest = (url: string, init: AnyInit = {}): Request => makeRequest(new URL(url, ORIGIN), init)

export function fetchEvent(init: FetchEventInit): FetchEventInTest {
  return new FetchEventStandIn('fetch', init)
}
