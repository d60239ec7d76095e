import { expect, test, vi } from 'vitest'
import { createSharing } from '../../../app/client/share-requests.ts'

/** A network whose answers are given by hand. */
function network() {
  const sent: { readonly request: Request; answer(body: string): void; fail(error: Error): void }[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation((input) => {
    const request = input as Request
    return new Promise((resolve, reject) => {
      request.signal.addEventListener('abort', () => reject(request.signal.reason as Error))
      sent.push({ request, answer: (body) => resolve(new Response(body)), fail: reject })
    })
  })
  return sent
}

const get = (init?: RequestInit) => new Request('/api/bookings', init)

test('identical reads at the same time share one request, and each can read its own answer', async () => {
  const sent = network()
  const sharing = createSharing()
  const reads = [sharing.fetch(get()), sharing.fetch(get()), sharing.fetch(get())]
  sent[0]?.answer('bookings')

  const bodies = await Promise.all((await Promise.all(reads)).map((response) => response.text()))

  expect(bodies).toEqual(['bookings', 'bookings', 'bookings'])
  expect(sent).toHaveLength(1)
})

test.each<[string, RequestInit, RequestInit]>([
  ['headers', { headers: { authorization: 'a' } }, { headers: { authorization: 'b' } }],
  ['credentials', { credentials: 'omit' }, { credentials: 'include' }],
  ['cache mode', { cache: 'no-cache' }, { cache: 'default' }],
  ['redirect mode', { redirect: 'error' }, { redirect: 'follow' }],
  ['reload', { cache: 'reload' }, { cache: 'reload' }],
  ['no-store', { cache: 'no-store' }, { cache: 'no-store' }],
])('reads that differ in %s are never shared', (_, one, other) => {
  const sent = network()
  const sharing = createSharing()
  for (const init of [one, other]) void sharing.fetch(get(init))

  expect(sent).toHaveLength(2)
})

test('who gives up leaves the others alone; when all have left the request ends', async () => {
  const sent = network()
  const sharing = createSharing()
  const [one, other] = [new AbortController(), new AbortController()]
  const reads = [sharing.fetch(get({ signal: one.signal })), sharing.fetch(get({ signal: other.signal }))]

  one.abort()
  await expect(reads[0]).rejects.toMatchObject({ name: 'AbortError' })
  expect(sent[0]?.request.signal.aborted).toBe(false)
  other.abort()
  await expect(reads[1]).rejects.toMatchObject({ name: 'AbortError' })

  expect(sent[0]?.request.signal.aborted).toBe(true)
  void sharing.fetch(get())
  expect(sent).toHaveLength(2)
})

test('a read that begins after a change does not join one that was sent before', async () => {
  const sent = network()
  const sharing = createSharing()
  const before = sharing.fetch(get())
  sharing.forget()
  const after = sharing.fetch(get())
  sent[1]?.answer('new')
  sent[0]?.answer('old')

  expect(await (await before).text()).toBe('old')
  expect(await (await after).text()).toBe('new')
})

test('nothing is kept: a read after the answer asks again', async () => {
  const sent = network()
  const sharing = createSharing()
  const read = sharing.fetch(get())
  sent[0]?.answer('1')
  await read
  void sharing.fetch(get())

  expect(sent).toHaveLength(2)
})

test('all who share a request get its failure, and the next read tries again', async () => {
  const sent = network()
  const sharing = createSharing()
  const reads = [sharing.fetch(get()), sharing.fetch(get())]
  sent[0]?.fail(new TypeError('Failed to fetch'))

  await Promise.all(reads.map((read) => expect(read).rejects.toThrow('Failed to fetch')))
  void sharing.fetch(get())
  expect(sent).toHaveLength(2)
})
