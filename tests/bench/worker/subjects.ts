import { defaultPolicy } from '../../../shared/default-policy.ts'
import type { PolicyChanges } from '../../../shared/policy.ts'
import { readPolicy } from '../../../shared/read-policy.ts'
import { bundleWorker } from '../../../scripts/bundle-worker.ts'
import { buildPeer, type Peer } from '../../peers/build-peer.ts'
import type { TtlTable } from '../../peers/ttl-table.ts'

/** A worker that is measured, or what it is measured against. */
export interface Subject {
  readonly name: string
  /** By path; without `/worker.js` there is no worker. */
  readonly files: ReadonlyMap<string, string>
}

export const WORKER = '/worker.js'

/** Every worker of the benchmark takes over at once. */
export const begins = `addEventListener('install', () => skipWaiting())
addEventListener('activate', (event) => event.waitUntil(clients.claim()))
`

/** What no worker can be quicker than: where it answers from what it holds, */
const constant = `${begins}
const body = '{"booking":{"id":"1","status":"CONFIRMED","payment":{"status":"ESCROW"}},"note":"${'x'.repeat(400)}"}'
addEventListener('fetch', (event) => {
  if (new URL(event.request.url).pathname.startsWith('/api/'))
    event.respondWith(new Response(body, { headers: { 'Content-Type': 'application/json' } }))
})`

/** and where it asks the network. */
const passThrough = `${begins}
addEventListener('fetch', (event) => {
  if (new URL(event.request.url).pathname.startsWith('/api/')) event.respondWith(fetch(event.request))
})`

/** Sees every request and answers none: what it costs that there is a worker at all. */
const empty = `${begins}
addEventListener('fetch', ({ request }) => { self.seen = request.url })`

/** Whoever wants to know what it hands over reads it, and hands over another response: nothing is decided, nothing kept. */
const readsWhole = `${begins}
const streamed = (body) => new ReadableStream({ start(to) { to.enqueue(body); to.close() } })
async function answer(request) {
  const response = await fetch(request, { cache: 'reload' })
  return new Response(streamed(new Uint8Array(await response.arrayBuffer())), response)
}
addEventListener('fetch', (event) => {
  if (new URL(event.request.url).pathname.startsWith('/api/')) event.respondWith(answer(event.request))
})`

/**
 * What any worker costs that hands nothing over before it is written down, sends no mutation before that is, and answers
 * nothing before it is on record that it runs: bare reads and writes, without a single decision.
 *
 * @param unused code that it comes with and doesn't call: it is as large as ours
 */
const writesFirst = (unused: string): string => `${begins}
const opened = new Promise((resolve, reject) => {
  const request = indexedDB.open('writes-first', 1)
  request.onupgradeneeded = () => request.result.createObjectStore('entries', { keyPath: 'key' })
  request.onsuccess = () => resolve(request.result)
  request.onerror = () => reject(request.error)
})
async function write(row) {
  const transaction = (await opened).transaction('entries', 'readwrite', { durability: 'relaxed' })
  const committed = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve
    transaction.onabort = () => reject(transaction.error)
  })
  transaction.objectStore('entries').put(row)
  transaction.commit()
  await committed
}
async function read(key) {
  const question = (await opened).transaction('entries').objectStore('entries').get(key)
  return new Promise((resolve, reject) => {
    question.onsuccess = () => resolve(question.result)
    question.onerror = () => reject(question.error)
  })
}
const streamed = (body) =>
  new ReadableStream({ start(to) { to.enqueue(new TextEncoder().encode(body)); to.close() } })
let begun
async function answer(request) {
  await (begun ??= write({ key: 'run', began: Date.now() }))
  const held = request.url.endsWith('/api/services') ? await read(request.url) : undefined
  if (held) return new Response(streamed(held.body), { headers: held.headers })
  if (request.method !== 'GET') await write({ key: 'intent', url: request.url })
  const response = await fetch(request, { cache: 'reload' })
  const body = await response.text()
  await write({ key: request.url, body, headers: [...response.headers] })
  return new Response(streamed(body), response)
}
addEventListener('fetch', (event) => {
  if (new URL(event.request.url).pathname.startsWith('/api/')) event.respondWith(answer(event.request))
})
self.unused = () => { ${unused} }`

/** The default TTL table, as far as a peer can be told. */
const classes = readPolicy({}, defaultPolicy).classes as unknown as Record<keyof TtlTable, TtlTable['payment']>
const table: TtlTable = {
  payment: { ttl: classes.payment.ttl, timeout: classes.payment.timeout },
  booking: { ttl: classes.booking.ttl },
  static: { ttl: classes.static.ttl },
}

/** Every subject, each with the page. */
export async function buildSubjects(pageFiles: ReadonlyMap<string, string>): Promise<readonly Subject[]> {
  const script = (name: string, text: string): Subject => ({ name, files: new Map([...pageFiles, [WORKER, text]]) })
  const peer = (name: Peer): Promise<Subject> => peerSubject(name, pageFiles)
  return [
    { name: 'no worker', files: pageFiles },
    script('empty', empty),
    script('constant', constant),
    script('pass-through', passThrough),
    script('reads whole', readsWhole),
    script('writes first', writesFirst((await bundleWorker()).code)),
    await ours(pageFiles),
    await peer('workbox'),
    await peer('serwist'),
    await peer('ngsw'),
  ]
}

export async function peerSubject(name: Peer, pageFiles: ReadonlyMap<string, string>): Promise<Subject> {
  const files = [...(await buildPeer(name, table, '/page.html'))].map(([file, text]) => [`/${file}`, text] as const)
  return { name, files: new Map([...pageFiles, ...files]) }
}

export async function ours(pageFiles: ReadonlyMap<string, string>, changes: PolicyChanges = {}): Promise<Subject> {
  const { code } = await bundleWorker()
  // As it may be told where it has nothing else to do: what it doesn't name doesn't wake it.
  const policy = `self.PAYMENT_SYNC_POLICY = ${JSON.stringify(changes)}\nself.PAYMENT_SYNC_STATIC_ROUTING = true\n`
  return { name: 'payment-sync', files: new Map([...pageFiles, [WORKER, policy + code]]) }
}
