import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/** What lies between a page and the API. None by default: the loopback. */
export interface Conditions {
  /** ms, once for each request. */
  readonly latency: number
  /** Of answers, bytes per ms. */
  readonly bandwidth: number
}

export const loopback: Conditions = { latency: 0, bandwidth: Number.POSITIVE_INFINITY }

/** 100 ms and 1 Mbit/s. */
export const slow: Conditions = { latency: 100, bandwidth: 125 }

/** One worker's origin: its page, its script, and the same API for each, as quick as can be. */
export interface Api {
  readonly origin: string
  conditions: Conditions
  /** What it was asked below `/api/`, in order: `GET /api/bookings/7`. */
  readonly asked: string[]
  /** Each answer is another version from then on, or the same one, which a validator confirms. */
  changes: boolean
  close(): Promise<void>
}

/**
 * @param files by path; each script may control the whole origin
 *
 * `/api/bookings/7-1000` is a booking of about 1,000 bytes; `/api/bookings/my-bookings` are 60, of which the payments of 20
 * are pending.
 */
export async function startApi(files: ReadonlyMap<string, string>): Promise<Api> {
  /** Of everything, and of one booking beyond that. */
  let version = 0
  const changed = new Map<string, number>()
  const versionOf = (id: string): number => version + (changed.get(id) ?? 0)
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams, search } = new URL(request.url ?? '/', 'http://localhost')
    if (!pathname.startsWith('/api/')) return serveFile(files, pathname, response)
    api.asked.push(`${request.method} ${pathname}${search}`)
    const { latency, bandwidth } = api.conditions
    if (latency > 0) await delay(latency)
    if (request.method !== 'GET') {
      const [, id = ''] = /\/book-service\/(\w+)/.exec(pathname) ?? []
      changed.set(id, (changed.get(id) ?? 0) + 1)
    } else if (api.changes) version += 1
    const tag = `"${version}-${[...changed.values()].join()}"`
    // As the demo's API does: payments are asked for each time, for the rest the TTL table holds.
    const cacheControl = pathname.startsWith('/api/payment/') ? 'private, no-cache' : 'private'
    response.setHeader('Cache-Control', cacheControl).setHeader('ETag', tag)
    if (request.method === 'GET' && request.headers['if-none-match'] === tag) return void response.writeHead(304).end()
    const body = bodyFor(pathname, searchParams.get('bookingId'), versionOf)
    if (Number.isFinite(bandwidth)) await delay(body.length / bandwidth)
    response.setHeader('Content-Type', 'application/json').end(body)
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => void server.listen(0, resolve))
  const api: Api = {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    conditions: loopback,
    asked: [],
    changes: false,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return api
}

function serveFile(files: ReadonlyMap<string, string>, path: string, response: ServerResponse): void {
  const text = files.get(path === '/' ? '/page.html' : path)
  // Isolated from other origins, a page's clock counts in steps of 5 µs instead of 100.
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
  response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp')
  response.setHeader('Content-Type', /\.html$|^\/$/.test(path) ? 'text/html' : typeOf(path))
  response.writeHead(text === undefined ? 404 : 200).end(text)
}

const typeOf = (path: string): string => (path.endsWith('.json') ? 'application/json' : 'text/javascript')

/** The bookings of the list. */
export const LISTED: readonly string[] = Array.from({ length: 60 }, (_, at) => String(101 + at))
const PENDING = new Set(LISTED.slice(0, 20))

function bookingOf(id: string, version: number) {
  const status = PENDING.has(id) ? 'PENDING' : 'ESCROW'
  const payment = { reference: `reference-${id}`, status, amount: 1_000_000, version }
  return { id, status: 'CONFIRMED', version, payment }
}

/** In the demo API's form, so that every rule of the policy finds what it looks for. */
function bodyFor(path: string, bookingId: string | null, versionOf: (id: string) => number): string {
  if (path === '/api/bookings/my-bookings')
    return JSON.stringify({ bookings: LISTED.map((id) => bookingOf(id, versionOf(id))) })
  const [, inPath = '1', bytes = '500'] = /\/(\d+)(?:-(\d+))?$/.exec(path) ?? []
  const id = bookingId ?? inPath
  const booking = bookingOf(id, versionOf(id))
  const { payment } = booking
  const known = path.startsWith('/api/payment/')
    ? { success: true, payment, booking }
    : path.startsWith('/api/services')
      ? { services: [{ id, name: 'Cleaning', price: 1_000_000 }] }
      : { booking }
  const rest = Math.max(0, Number(bytes) - JSON.stringify(known).length)
  return JSON.stringify({ ...known, note: 'x'.repeat(rest) })
}
