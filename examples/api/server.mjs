import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createBookings } from './bookings.mjs'

const types = /** @type {Record<string, string>} */ ({
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
})

/**
 * The API that the examples ask, and the files of one of them on the same origin: a worker serves only its own.
 *
 * @param {{ dir?: string | undefined, port?: number }} [options] `dir` is what is served beside the API
 */
export async function startApi({ dir, port = 0 } = {}) {
  /** What was asked, oldest first: `GET /api/bookings/7`. @type {string[]} */
  const requests = []
  /** @type {Set<import('node:http').ServerResponse>} */
  const streams = new Set()
  let changes = 0

  const bookings = createBookings((groups) => {
    changes += 1
    for (const stream of streams) tell(stream, 'invalidate', { groups, changes: [String(changes)] })
  })

  /** @param {import('node:http').ServerResponse} stream @param {string} event @param {object} data */
  const tell = (stream, event, data) =>
    stream.write(`id: ${changes}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`)

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    if (!url.pathname.startsWith('/api/')) return serveFile(dir, url.pathname, response)
    requests.push(`${request.method} ${url.pathname}${url.search}`)
    if (url.pathname === '/api/events') return follow(url.searchParams.get('lastEventId'), response)
    const body = answer(request.method ?? 'GET', url)
    response.writeHead(body ? 200 : 404, { 'content-type': 'application/json', 'cache-control': 'private' })
    return response.end(JSON.stringify(body ?? { title: 'There is no such booking' }))
  })

  /** @param {string} method @param {URL} url */
  function answer(method, { pathname, searchParams }) {
    const [, , what, id = '', act] = pathname.split('/')
    if (method === 'POST') return what === 'book-service' && act === 'pay' ? paid(bookings.pay(id)) : undefined
    if (pathname === '/api/bookings/my-bookings') return { bookings: bookings.all() }
    if (what === 'payment') return paid(bookings.find(searchParams.get('bookingId') ?? ''))
    const booking = bookings.find(id)
    return booking && { booking }
  }

  /** @param {import('./bookings.mjs').Booking | undefined} booking */
  const paid = (booking) => booking && { success: true, booking, payment: booking.payment }

  /**
   * The live channel: an event stream. Who comes back with the last id that it heard has missed nothing, or is told that it
   * has missed something.
   *
   * @param {string | null} last
   * @param {import('node:http').ServerResponse} response
   */
  function follow(last, response) {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    tell(response, last === null || last === String(changes) ? 'ready' : 'reset', {})
    streams.add(response)
    const beat = setInterval(() => tell(response, 'heartbeat', {}), 15_000)
    response.on('close', () => {
      clearInterval(beat)
      streams.delete(response)
    })
  }

  await new Promise((done) => server.listen(port, () => done(undefined)))
  const address = /** @type {import('node:net').AddressInfo} */ (server.address())
  return {
    url: `http://localhost:${address.port}`,
    requests,
    /** As on another device: no page of this browser knows. */
    payElsewhere: (/** @type {string} */ id) => bookings.pay(id),
    /** @returns {Promise<void>} */
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

/** @param {string | undefined} dir @param {string} pathname @param {import('node:http').ServerResponse} response */
function serveFile(dir, pathname, response) {
  const inside = normalize(pathname.endsWith('/') ? `${pathname}index.html` : pathname)
  const file = dir === undefined ? undefined : join(dir, inside)
  if (file === undefined || !existsSync(file) || !statSync(file).isFile()) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('There is no such file.')
    return
  }
  response.writeHead(200, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'cache-control': extname(file) === '.json' ? 'private' : 'no-cache',
  })
  createReadStream(file).pipe(response)
}

// Started by hand: node server.mjs FOLDER
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { url } = await startApi({ dir: resolve(process.argv[2] ?? '.'), port: Number(process.env['PORT'] ?? 4180) })
  process.stdout.write(`Open ${url} in two tabs.\n`)
}
