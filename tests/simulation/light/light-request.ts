import { LightHeaders, type Pairs } from './light-headers.ts'
import { LightBlob, LightBytes } from './light-text.ts'

export interface LightInit {
  readonly method?: string
  readonly headers?: Pairs
  readonly body?: string | null
  readonly cache?: string
  readonly mode?: string
  readonly destination?: string
}

/** `Request`. It takes also what only a browser makes: navigations. */
export class LightRequest {
  readonly url: string
  readonly method: string
  readonly headers: LightHeaders
  readonly cache: string
  readonly mode: string
  readonly destination: string
  readonly content: string
  readonly credentials = 'same-origin'
  readonly redirect = 'follow'
  readonly integrity = ''

  constructor(input: string | URL | LightRequest, init: LightInit | LightRequest = {}) {
    const from = input instanceof LightRequest ? input : undefined
    this.url = from?.url ?? (typeof input === 'string' ? input : (input as URL).href)
    this.method = init.method ?? from?.method ?? 'GET'
    this.headers = new LightHeaders(init.headers ?? from?.headers)
    this.cache = init.cache ?? from?.cache ?? 'default'
    this.mode = init.mode ?? from?.mode ?? 'cors'
    this.destination = init.destination ?? from?.destination ?? ''
    this.content = ('body' in init ? init.body : undefined) ?? from?.content ?? ''
  }

  clone(): LightRequest {
    return this
  }

  arrayBuffer(): Promise<LightBytes> {
    return Promise.resolve(new LightBytes(this.content))
  }

  blob(): Promise<LightBlob> {
    return Promise.resolve(new LightBlob([this.content]))
  }
}
