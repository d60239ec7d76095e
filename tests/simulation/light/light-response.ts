import { LightHeaders, type Pairs } from './light-headers.ts'
import { LightBytes, type LightStream } from './light-text.ts'

export interface LightResponseInit {
  readonly status?: number
  readonly statusText?: string
  readonly headers?: Pairs
}

/** `Response`: its body comes in one part. */
export class LightResponse {
  readonly status: number
  readonly statusText: string
  readonly headers: LightHeaders
  readonly redirected = false
  readonly type: string
  readonly content: string | null

  constructor(
    body: string | LightStream | null = null,
    { status = 200, statusText = '', headers }: LightResponseInit = {},
    type = 'basic',
  ) {
    this.status = status
    this.statusText = statusText
    this.headers = new LightHeaders(headers)
    this.content = body === null || typeof body === 'string' ? body : body.text
    this.type = type
  }

  static error(): LightResponse {
    return new LightResponse(null, {}, 'error')
  }

  get body(): { readonly getReader: () => object } | null {
    const { content } = this
    if (content === null) return null
    let isRead = false
    const read = (): Promise<object> => {
      if (isRead) return Promise.resolve({ done: true, value: undefined })
      isRead = true
      return Promise.resolve({ done: false, value: new LightBytes(content) })
    }
    return { getReader: () => ({ read, cancel: () => Promise.resolve() }) }
  }

  clone(): LightResponse {
    return this
  }

  text(): Promise<string> {
    return Promise.resolve(this.content ?? '')
  }

  arrayBuffer(): Promise<LightBytes> {
    return Promise.resolve(new LightBytes(this.content ?? ''))
  }
}
