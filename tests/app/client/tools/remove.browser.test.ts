import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { standInWorker } from '../../support/stand-in-worker.ts'
import { openedPage } from './opened-page.ts'

afterEach(() => vi.useRealTimers())

const NAME = 'payment-sync'

/** The worker's, or another's: the worker lets go when it is asked. */
function openStore({ letsGo }: { letsGo: boolean }): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1)
  return new Promise((resolve, reject) => {
    request.addEventListener('error', () => reject(request.error))
    request.addEventListener('success', () => {
      if (letsGo) request.result.addEventListener('versionchange', () => request.result.close())
      resolve(request.result)
    })
  })
}

const isThere = async (): Promise<boolean> => (await indexedDB.databases()).some(({ name }) => name === NAME)

test('removed, the worker is told first, and the page goes on without', async () => {
  const { client, worker, told, states } = openedPage()
  await client.ready
  await client.unregister()

  expect(worker.heard.at(-1)).toEqual({ type: 'leave' })
  expect(worker.isUnregistered).toBe(true)
  expect(client.state).toBe('uncontrolled')
  expect(states.at(-1)).toBe('uncontrolled waiting:false paused:false')
  // What it had stored is shown by nobody any more.
  expect(told.at(-1)).toMatchObject({ reason: 'removed', groups: ['*'] })
  const heard = worker.heard.length
  expect(await client.entries()).toEqual([])
  await client.invalidate(['bookings'])
  expect(told.at(-1)).toMatchObject({ reason: 'manual' })
  expect(worker.heard).toHaveLength(heard)
})

test.each<[string, (opened: ReturnType<typeof openedPage>) => Promise<void>]>([
  ['this tab removed it', (opened) => opened.client.unregister()],
  [
    'another tab did',
    async (opened) =>
      opened.worker.tell({ type: 'invalidated', groups: ['*'], reason: 'removed', stamp: 0, before: 0, born: '' }),
  ],
])('a removed worker that starts again, because its pages are still there, is told again: %s', async (_, remove) => {
  const opened = openedPage()
  await opened.client.ready
  await remove(opened)
  await opened.client.update() // Its script is there.
  const leaves = () => opened.worker.heard.filter(({ type }) => type === 'leave').length
  const before = leaves()

  opened.worker.tell({ type: 'started', stamp: 1, born: 'another' })

  expect(leaves()).toBe(before + 1)
  expect(opened.client.state).toBe('uncontrolled')
})

test('another tab removed it: this one goes on without, too', async () => {
  const { client, worker, told } = openedPage()
  await client.ready
  worker.tell({ type: 'invalidated', groups: ['*'], reason: 'removed', stamp: 0, before: 0, born: '' })

  expect(client.state).toBe('uncontrolled')
  expect(told.at(-1)).toMatchObject({ reason: 'removed' })
})

test('an older worker does not know that it must go: after 3 s it is unregistered all the same', async () => {
  const worker = standInWorker()
  const { answer } = worker
  worker.answer = (message) => (message.type === 'leave' ? undefined : answer(message))
  const { client } = openedPage(worker)
  await client.ready
  await client.update() // Its script is there.
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  const removed = client.unregister()
  await vi.waitFor(() => expect(worker.heard.at(-1)).toEqual({ type: 'leave' }))
  vi.advanceTimersByTime(3_000)
  await removed

  expect(worker.isUnregistered).toBe(true)
  expect(client.state).toBe('uncontrolled')
})

test('a worker that comes after it is ours again', async () => {
  const { client, worker } = openedPage()
  await client.ready
  await client.unregister()
  const next = standInWorker()
  Object.assign(worker.container, { controller: next.container.controller })
  worker.container.dispatchEvent(new Event('controllerchange'))

  expect(client.state).toBe('controlled')
})

test('purged, its data has gone', async () => {
  await openStore({ letsGo: true })
  const { client } = openedPage()
  await client.unregister({ purge: true })

  expect(await isThere()).toBe(false)
})

test('data that somebody holds open is told in words, in 3 s', async () => {
  const holding = await openStore({ letsGo: false })
  onTestFinished(() => holding.close())
  const { client } = openedPage()
  await client.ready
  await client.update()
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  const removed = expect(client.unregister({ purge: true })).rejects.toMatchObject({
    code: 'STORE_UNAVAILABLE',
    message: expect.stringContaining('another tab holds the database open') as unknown,
  })
  await vi.waitFor(() => {
    vi.advanceTimersByTime(3_000)
    expect(client.state).toBe('uncontrolled')
    expect(vi.getTimerCount()).toBe(0)
  })

  await removed
})

test('the kill switch removes whatever worker of ours is there from before, with its data', async () => {
  await openStore({ letsGo: true })
  const { client, worker, errors } = openedPage(standInWorker(), { enabled: false })
  await client.ready

  expect(worker.isUnregistered).toBe(true)
  expect(client.state).toBe('uncontrolled')
  expect(await isThere()).toBe(false)
  expect(errors).toEqual([])
})

test('the kill switch leaves another library’s worker alone', async () => {
  const { client, worker } = openedPage(standInWorker({ scriptURL: '/other-sw.js' }), { enabled: false })
  await client.ready

  expect(worker.isUnregistered).toBe(false)
  expect(worker.heard).toEqual([])
})
