import { QueryClient } from '@tanstack/react-query'
import axios, { isAxiosError } from 'axios'
import ky, { HTTPError } from 'ky'
import { mutate } from 'swr'

/** A page of an app that asks by somebody else's client, as it is. It knows nothing of payment-sync. */
export interface Wanted {
  readonly url: string
  readonly method?: string
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
  /** ms */
  readonly timeout?: number
  /** Ends when the body's first part is there. */
  readonly firstPart?: boolean
}

/** What the app gets to see of it. */
export interface Got {
  readonly status?: number
  readonly body?: unknown
  readonly type?: string | null
  /** Where it came from, after redirects. */
  readonly from?: string
  readonly uploaded?: number
  readonly error?: string
}

type Client = (wanted: Wanted, signal: AbortSignal) => Promise<Got>

const pathOf = (url: string): string => (url === '' ? '' : new URL(url, location.href).pathname)

const gotOf = async (response: Response): Promise<Got> => ({
  status: response.status,
  body: await response.json(),
  type: response.headers.get('content-type'),
  from: pathOf(response.url),
})

const asked = ({ method = 'GET', body, headers }: Wanted) => ({
  method,
  ...(body !== undefined && { body }),
  ...(headers && { headers }),
})

const byAxios =
  (adapter: 'xhr' | 'fetch'): Client =>
  async (wanted, signal) => {
    let uploaded: number | undefined
    try {
      const response = await axios.request<unknown>({
        url: wanted.url,
        adapter,
        signal,
        method: wanted.method ?? 'GET',
        data: wanted.body,
        headers: { ...wanted.headers },
        ...(wanted.timeout !== undefined && { timeout: wanted.timeout }),
        ...(adapter === 'xhr' && { onUploadProgress: ({ loaded }: { loaded: number }) => (uploaded = loaded) }),
        ...(wanted.firstPart && { responseType: 'stream' as const }),
      })
      if (wanted.firstPart) return { status: response.status, body: await firstPart(response.data as ReadableStream) }
      const request = response.request as { responseURL?: string }
      const type = String(response.headers['content-type'])
      return {
        status: response.status,
        body: response.data,
        type,
        from: pathOf(request.responseURL ?? ''),
        ...(uploaded !== undefined && { uploaded }),
      }
    } catch (error) {
      if (!isAxiosError(error)) throw error
      return {
        error: error.code ?? error.name,
        ...(error.response && { status: error.response.status, body: error.response.data as unknown }),
        ...(uploaded !== undefined && { uploaded }),
      }
    }
  }

const byKy: Client = async (wanted, signal) => {
  try {
    const response = await ky(wanted.url, { ...asked(wanted), signal, retry: 0, timeout: wanted.timeout ?? false })
    if (wanted.firstPart) return { status: response.status, body: await firstPart(response.body) }
    return await gotOf(response)
  } catch (error) {
    if (error instanceof HTTPError)
      return { error: error.name, status: error.response.status, body: await error.response.json() }
    return { error: nameOf(error) }
  }
}

const byXhr: Client = (wanted, signal) =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest()
    let uploaded: number | undefined
    const { method, body = null, headers = {} } = asked(wanted)
    request.open(method, wanted.url)
    request.timeout = wanted.timeout ?? 0
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    for (const type of ['error', 'abort', 'timeout']) request.addEventListener(type, () => resolve({ error: type }))
    request.upload.addEventListener('progress', ({ loaded }) => (uploaded = loaded))
    request.addEventListener('progress', () => {
      if (!wanted.firstPart || request.responseText === '') return
      resolve({ status: request.status, body: request.responseText.split('\n')[0] })
      request.abort()
    })
    request.addEventListener('load', () =>
      resolve({
        status: request.status,
        body: parsed(request.responseText),
        type: request.getResponseHeader('content-type'),
        from: pathOf(request.responseURL),
        ...(uploaded !== undefined && { uploaded }),
      }),
    )
    signal.addEventListener('abort', () => request.abort())
    request.send(body)
  })

const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
const byTanStackQuery: Client = async (wanted, signal) => {
  const queryKey = [wanted.url, wanted.method]
  signal.addEventListener('abort', () => void queries.cancelQueries({ queryKey }))
  try {
    return await queries.fetchQuery({
      queryKey,
      queryFn: async (context) => gotOf(await fetch(wanted.url, { ...asked(wanted), signal: context.signal })),
    })
  } catch (error) {
    return { error: nameOf(error) }
  }
}

const bySwr: Client = async (wanted, signal) => {
  try {
    const asking = fetch(wanted.url, { ...asked(wanted), signal }).then(gotOf)
    return (await mutate(wanted.url, asking, { revalidate: false })) ?? { error: 'nothing' }
  } catch (error) {
    return { error: nameOf(error) }
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : String(error))

async function firstPart(stream: ReadableStream<Uint8Array> | null): Promise<string | undefined> {
  const reader = stream?.getReader()
  const part = await reader?.read()
  await reader?.cancel()
  return new TextDecoder().decode(part?.value).split('\n')[0]
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text // What is no JSON is compared as it is.
  }
}

const clients = {
  axios: byAxios('xhr'),
  'axios by fetch': byAxios('fetch'),
  ky: byKy,
  XMLHttpRequest: byXhr,
  'TanStack Query': byTanStackQuery,
  SWR: bySwr,
}

export type ClientName = keyof typeof clients

export interface ClientsPage {
  ask(client: ClientName, wanted: Wanted): Promise<Got>
  /** Ends what is asked. */
  abort(): void
}

let controller = new AbortController()
const page: ClientsPage = {
  ask: (client, wanted) => {
    controller = new AbortController()
    return clients[client](wanted, controller.signal)
  },
  abort: () => controller.abort(),
}
Object.assign(globalThis, page)
