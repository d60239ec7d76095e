import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { registerPaymentSync, type Change, type PaymentSyncOptions } from '../../../app/client/public.ts'
import { CHANNEL, seal } from '../../../shared/protocol.ts'
import { standInWorker, type StandIn } from '../support/stand-in-worker.ts'

afterEach(() => vi.restoreAllMocks())

/** A page with this worker, or without any. */
function page(worker?: StandIn, options: PaymentSyncOptions = {}) {
  const here = new AbortController()
  const container = vi.spyOn(navigator, 'serviceWorker', 'get')
  container.mockReturnValue(worker?.container ?? standInWorker({ controlled: false }).container)
  const client = registerPaymentSync({ register: worker !== undefined, signal: here.signal, ...options })
  const told: Change[] = []
  client.subscribe({ groups: ['bookings'] }, (change) => told.push(change))
  onTestFinished(() => here.abort())
  return { client, told }
}

/** A network that answers each request by this, and what was sent. */
function network(answer: (request: Request) => Response | Error = () => new Response('{}')) {
  const sent: Request[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    const request = input as Request
    sent.push(request)
    const response = answer(request)
    if (response instanceof Error) throw response
    return response
  })
  return sent
}

/** As another tab would. */
function sayBetweenTabs(data: unknown) {
  const channel = new BroadcastChannel(CHANNEL)
  onTestFinished(() => channel.close())
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows
  channel.postMessage(data)
}

const changed = (groups: string) => new Response('{}', { headers: { 'Cache-Group-Invalidation': groups } })

test('a controlled page greets its worker, and leaves its requests to it', async () => {
  const worker = standInWorker()
  const sent = network(() => new Response('{}', { headers: { 'Payment-Sync-As-Of': '5' } }))
  const { client } = page(worker)
  await client.ready
  await client.fetch('/api/book-service/7/cancel', { method: 'POST' })

  expect(client.state).toBe('controlled')
  expect(worker.heard).toEqual([{ type: 'hello' }])
  expect(sent).toHaveLength(1)
})

test('a page learns when the worker takes control, and greets it', async () => {
  const worker = standInWorker({ controlled: false })
  const { client } = page(worker)
  const states: string[] = []
  client.subscribeState(() => states.push(client.state))
  await client.ready
  expect(client.state).toBe('uncontrolled')
  worker.control(true)

  expect(states).toEqual(['controlled'])
  expect(worker.heard.filter(({ type }) => type === 'hello')).toHaveLength(2)
})

test('another library that controls the page is no worker of ours', async () => {
  const { client } = page(standInWorker({ scriptURL: '/other-sw.js' }), { register: false })

  expect(client.state).toBe('uncontrolled')
})

test('a failed registration is reported with its cause, and the page goes on', async () => {
  const worker = standInWorker({ controlled: false })
  const failure = new TypeError('404')
  worker.container.register = () => Promise.reject(failure)
  const onError = vi.fn()
  const { client } = page(worker, { onError })
  await client.ready

  expect(onError).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ code: 'REGISTRATION_FAILED', cause: failure }),
  )
  expect(client.state).toBe('uncontrolled')
})

test('a worker that cannot reach this page is reported by both addresses', async () => {
  const worker = standInWorker({ controlled: false })
  worker.container.register = () =>
    Promise.resolve(Object.assign(new EventTarget(), { scope: `${location.origin}/app/` }) as never)
  const onError = vi.fn()
  await page(worker, { onError }).client.ready

  const [[error]] = onError.mock.calls as [[Error]]
  expect(error.message).toContain(location.pathname)
  expect(error.message).toContain('/app/')
})

test.each([
  ['another library', { type: 'invalidated', groups: ['*'] }],
  ['another version', { ...seal({ type: 'started', stamp: 1, born: 'x' }), version: 99 }],
  ['a name that every object has', seal({ type: 'constructor' })],
  ['fields that are wrong', seal({ type: 'invalidated', groups: 'bookings' })],
  ['nothing', null],
])('a message of %s is ignored', (_, data) => {
  const worker = standInWorker()
  const { told } = page(worker)
  worker.tellRaw(data)

  expect(told).toEqual([])
})

test('a notice of the worker reaches who shows what it touches', () => {
  const worker = standInWorker()
  const { told } = page(worker)
  const notice = { type: 'invalidated', reason: 'mutation', stamp: 120, before: 100, born: 'born' } as const
  worker.tell({ ...notice, groups: ['services'] })
  worker.tell({ ...notice, groups: ['bookings', 'booking:7'] })
  worker.tell({ type: 'updated', url: 'https://a.example/api/bookings', groups: ['bookings'], asOf: 130 })

  expect(told.map(({ reason, asOf }) => [reason, asOf])).toEqual([
    ['mutation', 120],
    ['updated', 130],
  ])
})

test('a change by a page without a worker is told here and in the other tabs, by what the server names', async () => {
  network(() => changed('"bookings", "booking:7"'))
  const [one, other] = [page(), page()]
  await one.client.fetch('/api/book-service/7/cancel', { method: 'POST' })

  expect(one.told).toMatchObject([{ reason: 'mutation', groups: ['bookings', 'booking:7'], asOf: undefined }])
  await vi.waitFor(() => expect(other.told).toMatchObject([{ groups: ['bookings', 'booking:7'] }]))
})

test.each([
  ['a lost connection', () => new TypeError('Failed to fetch')],
  ['a gateway that gave up', () => new Response('', { status: 504 })],
])('after %s everything may have changed, for nobody knows whether it did', async (_, answer) => {
  network(answer)
  const { client, told } = page()
  await client.fetch('/api/bookings', { method: 'POST' }).catch((error: unknown) => {
    expect(error).toBeInstanceOf(TypeError)
  })

  expect(told).toMatchObject([{ reason: 'outcome-unknown', groups: ['*'] }])
})

test('an active worker that does not control the page is told of its changes, at their begin and their end', async () => {
  network(() => changed('"bookings"'))
  const worker = standInWorker({ controlled: false })
  const { client } = page(worker)
  await client.ready
  await client.fetch('/api/bookings', { method: 'POST' })

  const url = new URL('/api/bookings', location.href).href
  expect(worker.heard.filter(({ type }) => type === 'mutated')).toEqual([
    { type: 'mutated', method: 'POST', url, ended: false, groups: [], unknown: false },
    { type: 'mutated', method: 'POST', url, ended: true, groups: ['bookings'], unknown: false },
  ])
})

test('a worker that does not answer cannot hold back the answer to a change', async () => {
  network()
  const worker = standInWorker({ controlled: false })
  worker.answer = ({ type }) => (type === 'mutated' ? undefined : { type: 'latest', stamp: 1, born: 'b', groups: [] })
  const { client } = page(worker)
  await client.ready

  expect((await client.fetch('/api/bookings', { method: 'POST' })).ok).toBe(true)
})

test.each([
  ['the other libraries of the page', { hello: true }],
  ['a tab that claims to be the worker', seal({ type: 'started', stamp: 1, born: 'x' })],
  [
    'a tab that claims a stamp',
    seal({ type: 'invalidated', groups: ['*'], reason: 'manual', stamp: 9, before: 8, born: 'x' }),
  ],
])('on the channel between tabs, %s are not heard', async (_, data) => {
  const { told } = page()
  const good = seal({ type: 'invalidated', groups: ['bookings'], reason: 'manual', stamp: 0, before: 0, born: '' })
  sayBetweenTabs(data)
  sayBetweenTabs(good)

  await vi.waitFor(() => expect(told).toHaveLength(1))
  expect(told[0]?.asOf).toBe(undefined)
})

test('a controlled page does not listen on the channel, for a message would evict it from the back/forward cache', async () => {
  const { told } = page(standInWorker())
  const uncontrolled = page()
  sayBetweenTabs(seal({ type: 'invalidated', groups: ['*'], reason: 'manual', stamp: 0, before: 0, born: '' }))

  await vi.waitFor(() => expect(uncontrolled.told).toHaveLength(1))
  expect(told).toEqual([])
})

test('without a worker a forced read of the cache is confirmed by the server', async () => {
  const sent = network()
  const { client } = page()
  await client.fetch('/api/bookings', { cache: 'force-cache' })
  await client.fetch('/api/bookings')

  expect(sent.map(({ cache }) => cache)).toEqual(['no-cache', 'default'])
})

test('without a worker, what the browser holds is confirmed by the server once anything changed', async () => {
  const sent = network()
  const { client } = page()
  await client.fetch('/api/bookings', { method: 'POST' })
  await client.fetch('/api/services')

  expect(sent.map(({ cache }) => cache)).toEqual(['default', 'no-cache'])
})

test('a forced read of the cache that the worker left to the browser is confirmed by the server', async () => {
  const sent = network()
  const { client } = page(standInWorker())
  await client.fetch('/api/other', { cache: 'force-cache' })

  expect(sent.map(({ cache }) => cache)).toEqual(['force-cache', 'no-cache'])
})

test('a forced read of the cache that the worker answered is one request', async () => {
  const sent = network(() => new Response('{}', { headers: { 'Payment-Sync-As-Of': '5' } }))
  await page(standInWorker()).client.fetch('/api/bookings', { cache: 'force-cache' })

  expect(sent).toHaveLength(1)
})

test('a manual refresh within a second acts once, and every caller can read the answer', async () => {
  const sent = network(() => new Response('truth'))
  const { client } = page()
  const answers = await Promise.all([client.refresh('/api/bookings'), client.refresh('/api/bookings')])

  expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(['truth', 'truth'])
  expect(sent.map(({ cache }) => cache)).toEqual(['reload'])
})

test('a manual invalidation within a second is told to the worker once for each set of groups', async () => {
  const worker = standInWorker()
  const { client } = page(worker)
  await Promise.all([
    client.invalidate(['booking:7', 'bookings']),
    client.invalidate(['bookings', 'booking:7']),
    client.invalidate(['bookings']),
  ])

  expect(worker.heard.filter(({ type }) => type === 'invalidate')).toHaveLength(2)
})

test('what the worker refuses to invalidate fails with its reason', async () => {
  const worker = standInWorker()
  const { client } = page(worker)
  worker.answer = () => ({ type: 'refused', problem: '"@all" is the library’s own' })

  await expect(client.invalidate(['@all'])).rejects.toMatchObject({
    code: 'REFUSED',
    message: expect.stringContaining('"@all"'),
  })
})

test('a change that the worker only watched is reported when it ends, and one that it answered is not', async () => {
  const worker = standInWorker()
  const answered = { headers: { 'Payment-Sync-As-Of': '5' } }
  network(({ url }) => new Response('{}', url.includes('upload') ? {} : answered))
  const { client, told } = page(worker)
  await client.ready
  await client.fetch('/api/bookings', { method: 'POST' })
  await client.fetch('/api/upload', { method: 'POST' })

  const url = new URL('/api/upload', location.href).href
  expect(worker.heard.filter(({ type }) => type === 'mutated')).toEqual([
    { type: 'mutated', method: 'POST', url, ended: true, groups: [], unknown: false },
  ])
  expect(told).toEqual([])
})

test('a change that fails under control is left to the worker, which may know more of it', async () => {
  const worker = standInWorker()
  network(() => new TypeError('Failed to fetch'))
  const { client } = page(worker)
  await client.ready

  await expect(client.fetch('/api/bookings', { method: 'POST' })).rejects.toThrow('Failed to fetch')
  expect(worker.heard.filter(({ type }) => type === 'mutated')).toEqual([])
})

test('an end of session that the worker refuses fails, and this page is told all the same', async () => {
  const worker = standInWorker()
  worker.answer = ({ type }) =>
    type === 'end-session'
      ? { type: 'refused', problem: 'the store is gone' }
      : { type: 'latest', stamp: 1, born: 'b', groups: [] }
  const { client, told } = page(worker)

  await expect(client.endSession()).rejects.toMatchObject({ code: 'REFUSED' })
  expect(told).toMatchObject([{ reason: 'session', groups: ['*'] }])
})

test('without a worker, an end of session reaches this page and the other tabs', async () => {
  const [one, other] = [page(), page()]
  await one.client.endSession()

  expect(one.told).toMatchObject([{ reason: 'session' }])
  await vi.waitFor(() => expect(other.told).toMatchObject([{ reason: 'session' }]))
})

test.each(['online', 'visibilitychange', 'resume', 'pageshow'])(
  'on %s a page asks for what it missed',
  async (type) => {
    const worker = standInWorker()
    const { client, told } = page(worker)
    await client.ready
    worker.answer = () => ({ type: 'latest', stamp: 140, born: 'born', groups: ['bookings'] })
    const event = type === 'pageshow' ? new PageTransitionEvent(type, { persisted: true }) : new Event(type)
    if (type === 'online' || type === 'pageshow') window.dispatchEvent(event)
    else document.dispatchEvent(event)

    await vi.waitFor(() => expect(told).toMatchObject([{ reason: 'missed', asOf: 140 }]))
  },
)
