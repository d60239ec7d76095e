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

/** Node's Request knows neither navigations nor `destination`; a browser's event tells both. */
export function browserRequest(url: string, init: RequestInit & { mode?: RequestMode } = {}): Request {
  const { mode = 'cors', ...rest } = init
  const request = new Request(new URL(url, ORIGIN), {
    ...rest,
    ...(rest.cache === 'only-if-cached' && { mode: 'same-origin' }),
  })
  Object.defineProperties(request, {
    mode: { value: mode },
    destination: { value: mode === 'navigate' ? 'document' : '' },
  })
  return request
}

export function fetchEvent(init: FetchEventInit): FetchEventInTest {
  return new FetchEventStandIn('fetch', init)
}
