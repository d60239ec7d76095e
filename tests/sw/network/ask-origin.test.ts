import { expect, test } from 'vitest'
import { askOrigin } from '../../../sw/network/ask-origin.ts'
import type { Ports } from '../../../sw/ports.ts'
import { ask } from '../support/requests.ts'

/** The request that reaches the network. */
async function sent(request: Request, etag?: string): Promise<Request> {
  let seen: Request | undefined
  const send = (asked: Request): Promise<Response> => {
    seen = asked
    return Promise.resolve(new Response('{}'))
  }
  await askOrigin({ send } as Pick<Ports, 'send'> as Ports, { request, etag, limit: 100 })
  if (!seen) throw new Error('Nothing was sent')
  return seen
}

test('the network is asked past the HTTP cache of the browser, with our own condition', async () => {
  const request = await sent(ask('/api/bookings', { headers: { accept: 'application/json' } }), '"7"')

  expect(request.cache).toBe('reload')
  expect(Object.fromEntries(request.headers)).toMatchObject({ accept: 'application/json', 'if-none-match': '"7"' })
})

test('without something to confirm there is no condition', async () => {
  expect((await sent(ask('/api/bookings'))).headers.has('if-none-match')).toBe(false)
})

test('what the page asks of a cache goes no further', async () => {
  const { headers } = await sent(
    ask('/api/bookings', { headers: { 'cache-control': 'max-age=5', pragma: 'no-cache' } }),
  )

  expect([headers.has('cache-control'), headers.has('pragma')]).toEqual([false, false])
})

test('a page that gives up does not end what others wait for', async () => {
  const page = new AbortController()
  const request = await sent(ask('/api/bookings', { signal: page.signal }))

  page.abort()

  expect(request.signal.aborted).toBe(false)
})
