import { makeRequestsWith } from '../worker-globals.ts'
import { LightHeaders } from './light-headers.ts'
import { LightRequest } from './light-request.ts'
import { LightResponse } from './light-response.ts'
import { LightBlob, LightStream, LightTextDecoder, LightTextEncoder } from './light-text.ts'
import { LightUrl, remembering } from './light-url.ts'

/** Nobody aborts what the worker asks. */
class LightAbortController {
  readonly signal = undefined
}

/**
 * Requests, answers and URLs as light as they can be, from now on, in this process. Node's own cost a hundred times what
 * the worker's code does; the stories are told with those, a million random ones with these. Everything here is done
 * within microtasks: once none is left, nothing happens any more that waits for nothing from outside.
 */
export function takeLightPlatform(): void {
  if (Object.is(globalThis.Headers, LightHeaders)) return
  Object.assign(globalThis, {
    Headers: LightHeaders,
    Request: LightRequest,
    Response: LightResponse,
    Blob: LightBlob,
    ReadableStream: LightStream,
    TextDecoder: LightTextDecoder,
    TextEncoder: LightTextEncoder,
    AbortController: LightAbortController,
    URL: LightUrl,
    URLPattern: remembering(URLPattern),
  })
  makeRequestsWith((url, init) => new LightRequest(url, init as object) as unknown as Request)
}
