import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import { bindQueryClient } from '../../../app/tanstack-query/public.ts'
import { AS_OF } from '../../../shared/protocol.ts'
import { standInClient } from '../support/stand-in-client.ts'

const groups = ({ queryKey: [kind, id] }: { readonly queryKey: readonly unknown[] }) =>
  kind === 'booking' ? [`booking:${String(id)}`] : undefined

function bound() {
  const { client, asked, tell } = standInClient()
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  return { queries, asked, tell, ...bindQueryClient(queries, client, { groups }), sync: client }
}

/** A query as an app has it, being looked at; its function says nothing of how old its answers are. */
function look(queries: QueryClient, queryKey: readonly unknown[], answers: readonly Promise<unknown>[]) {
  const left = [...answers]
  const queryFn = vi.fn(() => left.shift() ?? Promise.reject(new Error('Nobody expected another question.')))
  const observer = new QueryObserver(queries, { queryKey, queryFn })
  observer.subscribe(() => undefined)
  return { observer, queryFn, data: () => observer.getCurrentResult().data }
}

function soon() {
  let resolve: (value: string) => void = () => undefined
  const promise = new Promise<string>((done) => (resolve = done))
  return { promise, resolve }
}

test('a query that a change concerns asks again, another one does not', async () => {
  const { queries, tell } = bound()
  const concerned = look(queries, ['booking', 7], [Promise.resolve('old'), Promise.resolve('new')])
  const other = look(queries, ['booking', 8], [Promise.resolve('other')])
  const foreign = look(queries, ['weather'], [Promise.resolve('sun')])
  await vi.waitFor(() => expect(concerned.data()).toBe('old'))

  tell({ groups: ['booking:7'] })
  await vi.waitFor(() => expect(concerned.data()).toBe('new'))
  expect(other.queryFn).toHaveBeenCalledTimes(1)
  expect(foreign.queryFn).toHaveBeenCalledTimes(1)
})

test('the first answer to a query is asked for again where a change overtook it', async () => {
  const { queries, tell } = bound()
  const [first, second] = [soon(), soon()]
  const { queryFn, data } = look(queries, ['booking', 7], [first.promise, second.promise])

  tell({ groups: ['booking:7'] })
  first.resolve('from before the change')
  await vi.waitFor(() => expect(queryFn).toHaveBeenCalledTimes(2))
  expect(data()).toBeUndefined()
  second.resolve('from after it')
  await vi.waitFor(() => expect(data()).toBe('from after it'))
})

test('an answer from after the change, which its as-of tells, is not asked for again', async () => {
  const { queries, tell, asked, fetch } = bound()
  const queryFn = vi.fn(async ({ signal }: { signal: AbortSignal }): Promise<unknown> =>
    (await fetch('/api/bookings/7', { signal })).json(),
  )
  const observer = new QueryObserver(queries, { queryKey: ['booking', 7], queryFn })
  observer.subscribe(() => undefined)

  tell({ groups: ['booking:7'], asOf: 20 })
  asked[0]?.answer('from after it', { [AS_OF]: '20' })
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe('from after it'))
  tell({ groups: ['booking:7'], asOf: 20 })
  expect(queryFn).toHaveBeenCalledTimes(1)
})

test('a refetch that a change caused may be answered from the store, and one without a cause may not', async () => {
  const { queries, tell, asked, fetch } = bound()
  const observer = new QueryObserver(queries, {
    queryKey: ['booking', 7],
    queryFn: async ({ signal }): Promise<unknown> => (await fetch('/api/bookings/7', { signal })).json(),
  })
  observer.subscribe(() => undefined)
  asked[0]?.answer('old', { [AS_OF]: '10' })
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe('old'))

  tell({ groups: ['booking:7'], asOf: 20 })
  await vi.waitFor(() => expect(asked).toHaveLength(2))
  expect(asked.map(({ init }) => init?.cache)).toEqual([undefined, 'force-cache'])
})

test('a newer answer of a list is none of a query that asks for one that it is about', async () => {
  const { queries, tell, asked, fetch } = bound()
  new QueryObserver(queries, {
    queryKey: ['booking', 7],
    queryFn: async ({ signal }): Promise<unknown> => (await fetch('/api/bookings/7?t=1', { signal })).json(),
  }).subscribe(() => undefined)
  asked[0]?.answer('old', { [AS_OF]: '10' })
  await vi.waitFor(() => expect(queries.isFetching()).toBe(0))

  tell({ reason: 'updated', groups: ['bookings', 'booking:7'], asOf: 20, url: '/api/bookings/my-bookings' })
  expect(asked).toHaveLength(1)
  tell({ reason: 'updated', groups: ['booking:7'], asOf: 20, url: '/api/bookings/7' })
  await vi.waitFor(() => expect(asked).toHaveLength(2))
})

test('of two answers the one that was asked for last is shown, whichever comes last', async () => {
  const { queries, tell } = bound()
  const [first, second, third] = [soon(), soon(), soon()]
  const { data, queryFn } = look(queries, ['booking', 7], [first.promise, second.promise, third.promise])
  first.resolve('old')
  await vi.waitFor(() => expect(data()).toBe('old'))

  tell({ groups: ['booking:7'] })
  tell({ groups: ['booking:7'] })
  third.resolve('newest')
  await vi.waitFor(() => expect(data()).toBe('newest'))
  second.resolve('older')
  await second.promise
  await vi.waitFor(() => expect(queries.isFetching()).toBe(0))
  expect(data()).toBe('newest')
  expect(queryFn).toHaveBeenCalledTimes(3)
})

test('what a session showed is gone with it, before the next answer is there', async () => {
  const { queries, tell } = bound()
  const { data } = look(queries, ['booking', 7], [Promise.resolve('of the first'), soon().promise])
  await vi.waitFor(() => expect(data()).toBe('of the first'))

  tell({ reason: 'session', groups: ['*'] })
  expect(data()).toBeUndefined()
})

test('while changes are told a query whose groups are named does not poll; another one goes on', async () => {
  const { client } = standInClient()
  const sync = Object.create(client, { live: { value: 'connected', writable: true } }) as typeof client & {
    live: string
  }
  const queries = new QueryClient()
  bindQueryClient(queries, sync, { groups })
  const poll = (queryKey: readonly unknown[]): unknown => {
    const { refetchInterval } = queries.defaultQueryOptions({ queryKey, queryFn: () => 1, refetchInterval: 1_000 })
    return typeof refetchInterval === 'function' ? refetchInterval({} as never) : refetchInterval
  }

  expect(poll(['booking', 7])).toBe(false)
  expect(poll(['weather'])).toBe(1_000)
  sync.live = 'connecting'
  expect(poll(['booking', 7])).toBe(1_000)
})

test('a query whose every answer differs does not chase the notices of its own answers', async () => {
  vi.useFakeTimers()
  try {
    const { queries, tell } = bound()
    const updated = () => tell({ reason: 'updated', groups: ['booking:7'], asOf: 20, url: '/api/bookings/7' })
    // Each answer is another one, and the worker tells so before it hands it over.
    const queryFn = vi.fn(async () => {
      await new Promise((resolve) => setTimeout(resolve, 10))
      updated()
      return Math.random()
    })
    new QueryObserver(queries, { queryKey: ['booking', 7], queryFn }).subscribe(() => undefined)
    await vi.advanceTimersByTimeAsync(100)

    updated()
    await vi.advanceTimersByTimeAsync(29_000)
    const before = queryFn.mock.calls.length
    expect(before).toBeLessThan(8)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(queryFn.mock.calls.length, 'what was put off is done').toBeGreaterThan(before)
    expect(queryFn.mock.calls.length).toBeLessThan(16)
  } finally {
    vi.useRealTimers()
  }
})

test('let go of, the query client is as it was', () => {
  const { queries, ...binding } = bound()
  const queryFn = (): number => 1
  binding.stop()
  expect(queries.defaultQueryOptions({ queryKey: ['booking', 7], queryFn }).queryFn).toBe(queryFn)
})
