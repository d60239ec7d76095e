import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { registerPaymentSync, type Change } from '../../../../app/client/public.ts'
import { standInConnections } from '../../support/stand-in-event-source.ts'
import { standInWorker, type StandIn } from '../../support/stand-in-worker.ts'

afterEach(() => vi.restoreAllMocks())

/** Two pages of one browser, with a channel of this test alone, and the connections that they make. */
async function twoPages(worker?: StandIn) {
  const made = standInConnections()
  vi.useRealTimers()
  const here = new AbortController()
  onTestFinished(() => here.abort())
  const container = vi.spyOn(navigator, 'serviceWorker', 'get')
  container.mockReturnValue((worker ?? standInWorker({ controlled: false })).container)
  const live = `/events/${crypto.randomUUID()}`
  const onError = vi.fn()
  const pages = [1, 2].map(() => {
    const told: Change[] = []
    const states: string[] = []
    const client = registerPaymentSync({ live, register: worker !== undefined, signal: here.signal, onError })
    client.subscribe({ groups: ['bookings'] }, (change) => told.push(change))
    client.subscribeState(() => states.push(client.live))
    return { client, told, states }
  })
  await vi.waitFor(() => expect(made).toHaveLength(1))
  return { made, pages, onError, connection: made[0] as NonNullable<(typeof made)[0]> }
}

const are = (pages: readonly { readonly client: { readonly live: string } }[], state: string) =>
  vi.waitFor(() => expect(pages.map(({ client }) => client.live)).toEqual([state, state]))

test('without a worker one page hears for all: each is told, and each can tell how it stands', async () => {
  const { made, pages, connection } = await twoPages()
  await are(pages, 'connecting')
  connection.open()
  connection.say('ready', '41')
  await are(pages, 'connected')
  // What was asked before anybody listened may be wrong.
  for (const { told } of pages) await vi.waitFor(() => expect(told).toMatchObject([{ reason: 'live', groups: ['*'] }]))
  connection.say('invalidate', '42', { groups: ['bookings'], changes: ['42'] })
  for (const { told } of pages)
    await vi.waitFor(() =>
      expect(told.slice(1)).toMatchObject([{ reason: 'live', groups: ['bookings'], asOf: undefined }]),
    )
  for (const { states } of pages) expect(states.at(-1)).toBe('connected')
  expect(made).toHaveLength(1)
})

test('with a worker the event is its to tell, once it is written down', async () => {
  const worker = standInWorker()
  worker.answer = () => ({ type: 'latest', stamp: 100, born: 'born', groups: [], live: '41' })
  const { pages, connection } = await twoPages(worker)
  expect(connection.from).toBe('41')
  connection.open()
  await are(pages, 'connected')
  connection.say('invalidate', '42', { groups: ['bookings'], changes: ['42'] })
  await vi.waitFor(() =>
    expect(worker.heard.at(-1)).toEqual({ type: 'live', id: '42', groups: ['bookings'], changes: ['42'] }),
  )
  expect(pages.flatMap(({ told }) => told)).toEqual([])
})

test('a worker that can not write it down does not keep it from the pages', async () => {
  const worker = standInWorker()
  worker.answer = ({ type }) =>
    type === 'live'
      ? { type: 'refused', problem: 'the disk is full' }
      : { type: 'latest', stamp: 100, born: 'born', groups: [], live: '41' }
  const { pages, onError, connection } = await twoPages(worker)
  connection.open()
  connection.say('invalidate', '42', { groups: ['bookings'], changes: ['42'] })
  for (const { told } of pages)
    await vi.waitFor(() => expect(told).toMatchObject([{ reason: 'live', groups: ['bookings'] }]))
  expect(onError).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'REFUSED' }))
})

test('another session gets another connection', async () => {
  const worker = standInWorker()
  worker.answer = () => ({ type: 'latest', stamp: 100, born: 'born', groups: [], live: '41' })
  const { made, connection } = await twoPages(worker)
  connection.open()
  worker.tell({ type: 'invalidated', groups: ['bookings'], reason: 'mutation', stamp: 110, before: 100, born: 'born' })
  worker.tell({ type: 'invalidated', groups: ['*'], reason: 'live', stamp: 120, before: 110, born: 'born' })
  expect(connection.isOpen).toBe(true)
  worker.tell({ type: 'invalidated', groups: ['*'], reason: 'session', stamp: 130, before: 120, born: 'born' })
  expect(connection.isOpen).toBe(false)
  await vi.waitFor(() => expect(made).toHaveLength(2))
})

test('a page that is put away has no connection, and when it comes back it has one again', async () => {
  const { made, pages, connection } = await twoPages()
  connection.open()
  connection.say('ready', '41')
  await are(pages, 'connected')
  dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
  await are(pages, 'connecting')
  expect(made.map(({ isOpen }) => isOpen)).toEqual([false])
  dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
  await vi.waitFor(() => expect(made).toHaveLength(2))
  // Without a worker, from what this page has heard.
  expect(made[1]?.from).toBe('41')
})

test('a channel that nobody asked for is off, and costs no connection', async () => {
  const made = standInConnections()
  vi.useRealTimers()
  const here = new AbortController()
  onTestFinished(() => here.abort())
  const client = registerPaymentSync({ register: false, signal: here.signal })
  await client.ready
  expect(client.live).toBe('off')
  expect(made).toEqual([])
})
