import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { directClient } from '../../../app/react/client/direct-client.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

/** A page without a worker, and what its server was asked. */
function page(answer: () => unknown = () => new Response('{}')) {
  const fetch = vi.fn<(...asked: unknown[]) => Promise<unknown>>(async () => answer())
  vi.stubGlobal('fetch', fetch)
  return { fetch, client: directClient() }
}

function listening(client: ReturnType<typeof directClient>, groups: string[]) {
  const heard = vi.fn()
  onTestFinished(client.subscribe({ groups }, heard))
  return heard
}

test('a read is asked with the address as the app wrote it', async () => {
  const { client, fetch } = page()
  await client.fetch('/api/bookings')

  expect(fetch.mock.calls).toEqual([['/api/bookings']])
})

test('after a change, and when it polls, the browser’s own cache does not answer', async () => {
  const { client, fetch } = page()
  await client.fetch('/a', { cache: 'force-cache' })
  await client.fetch('/a', { headers: { 'Cache-Control': 'max-age=29' } })
  await client.refresh('/a')

  expect(fetch.mock.calls.map(([, init]) => (init as RequestInit).cache)).toEqual(['no-cache', 'no-cache', 'reload'])
})

test.each([
  ['what the answer names', { 'Cache-Group-Invalidation': '"booking:7"' }, ['booking:7']],
  ['everything, if it names nothing', {}, ['*']],
])('a change tells this tab and the others: %s', async (_, headers, groups) => {
  const { client } = page(() => new Response('{}', { headers }))
  const [here, there] = [listening(client, ['booking:7']), listening(directClient(), ['booking:7'])]
  await client.fetch('/api/book-service/7/cancel', { method: 'POST' })

  expect(here).toHaveBeenCalledWith(expect.objectContaining({ groups, reason: 'mutation' }))
  await vi.waitFor(() => expect(there).toHaveBeenCalledWith(expect.objectContaining({ groups })))
})

test('a change whose answer got lost may have happened', async () => {
  const { client } = page(() => {
    throw new TypeError('Failed to fetch')
  })
  const heard = listening(client, ['booking:7'])
  await expect(client.fetch('/x', { method: 'POST' })).rejects.toThrow('Failed to fetch')

  expect(heard).toHaveBeenCalledTimes(1)
})

test('a manual refresh and the end of a session reach the other tabs', async () => {
  const { client } = page()
  listening(client, ['x'])
  const there = listening(directClient(), ['bookings'])
  await client.invalidate(['bookings'])
  await client.endSession()

  await vi.waitFor(() => expect(there.mock.calls.map(([{ reason }]) => reason)).toEqual(['manual', 'session']))
})

test('who stops listening hears nothing more', async () => {
  const { client } = page()
  const there = vi.fn()
  client.subscribe({ groups: ['*'] }, there)()
  const other = directClient()
  const heard = listening(other, ['*'])
  await other.invalidate(['bookings'])
  await vi.waitFor(() => expect(heard).toHaveBeenCalled())

  expect(there).not.toHaveBeenCalled()
})
