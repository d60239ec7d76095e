import { expect, onTestFinished, test, vi } from 'vitest'
import { createCore } from '../../../../app/react/store/core.ts'
import { createResource } from '../../../../app/react/store/resource.ts'
import { standInClient } from '../../support/stand-in-client.ts'

const url = '/api/bookings/my-bookings'
const asOf = (stamp: number) => ({ 'Payment-Sync-As-Of': String(stamp) })
const watcher = { autoRefresh: true, refreshInterval: 30_000 }

/** A list that somebody looks at, and the client that it asks. */
function watched() {
  const standIn = standInClient()
  const core = createCore(
    () => standIn.client,
    () => undefined,
  )
  const resource = createResource<string>(core, {
    url,
    groups: (shown) => ['bookings', ...(shown === undefined ? [] : [`booking:${shown}`])],
    take: ({ said }) => said as string,
    onWatch: (_, isConfirmed) => (isConfirmed ? undefined : 'first'),
    mayChange: () => true,
  })
  const leave = resource.watch(watcher)
  onTestFinished(leave)
  const shown = () => resource.snapshot
  const settled = () => vi.waitFor(() => expect(shown().isLoading).toBe(false))
  return { ...standIn, resource, shown, settled, leave }
}

test('sixty who look at one list cost one request', () => {
  const { resource, asked } = watched()
  for (let card = 0; card < 60; card += 1) onTestFinished(resource.watch(watcher))

  expect(asked).toHaveLength(1)
})

test('an older answer that arrives later is not shown', async () => {
  const { resource, asked, shown, settled } = watched()
  void resource.load('refresh')
  asked[1]?.answer({ said: 'paid' }, asOf(20))
  await vi.waitFor(() => expect(shown().data).toBe('paid'))
  asked[0]?.answer({ said: 'pending' }, asOf(10))
  await settled()

  expect(shown().data).toBe('paid')
})

test('without a worker the question that was asked last counts', async () => {
  const { resource, asked, shown, settled } = watched()
  void resource.load('refresh')
  asked[1]?.answer({ said: 'paid' })
  await vi.waitFor(() => expect(shown().data).toBe('paid'))
  asked[0]?.answer({ said: 'pending' })
  await settled()

  expect(shown().data).toBe('paid')
})

test('after a change the last answer stays on screen until the new one is there', async () => {
  const { asked, shown, settled, tell } = watched()
  asked[0]?.answer({ said: 'pending' }, asOf(10))
  await settled()
  tell({ groups: ['bookings'], asOf: 15 })

  expect(shown()).toMatchObject({ data: 'pending', isLoading: true })
  expect(asked[1]?.init).toEqual({ cache: 'force-cache' })
  asked[1]?.answer({ said: 'paid' }, asOf(20))
  await settled()
  expect(shown().data).toBe('paid')
})

test('a change that what is shown already knows costs no request', async () => {
  const { asked, settled, tell } = watched()
  asked[0]?.answer({ said: 'paid' }, asOf(20))
  await settled()
  tell({ groups: ['bookings'], asOf: 15 })
  tell({ groups: ['services'], asOf: 25 })
  tell({ reason: 'updated', url: 'https://other.example/api', groups: ['bookings'], asOf: 25 })

  expect(asked).toHaveLength(1)
})

test('a change of something that is in the answer is heard of, too', async () => {
  const { asked, settled, tell } = watched()
  asked[0]?.answer({ said: '7' }, asOf(10))
  await settled()
  tell({ groups: ['booking:7'], asOf: 15 })

  expect(asked).toHaveLength(2)
})

test('a change while we ask makes us ask again, unless the answer is from after it', async () => {
  const { asked, settled, tell } = watched()
  tell({ groups: ['bookings'], asOf: 15 })
  asked[0]?.answer({ said: 'before' }, asOf(10))
  await vi.waitFor(() => expect(asked).toHaveLength(2))
  tell({ groups: ['bookings'], asOf: 16 })
  asked[1]?.answer({ said: 'after' }, asOf(20))
  await settled()

  expect(asked).toHaveLength(2)
})

test('a failure keeps what was shown, and says what to do', async () => {
  const { resource, asked, shown, settled } = watched()
  asked[0]?.answer({ said: 'pending' }, asOf(10))
  await settled()
  void resource.load('refresh')
  asked[1]?.fail(new TypeError('Failed to fetch'))
  await settled()
  expect(shown()).toMatchObject({ data: 'pending', error: { status: 0, kind: 'unreachable' } })
  void resource.load('poll')
  asked[2]?.answer({ said: 'paid' }, asOf(20))
  await settled()

  expect(shown()).toMatchObject({ data: 'paid', error: undefined })
})

test.each([401, 403, 404, 410])('what a %i says is not ours to see goes from the screen', async (status) => {
  const { resource, asked, shown, settled } = watched()
  asked[0]?.answer({ said: 'pending' }, asOf(10))
  await settled()
  void resource.load('refresh')
  asked[1]?.answer({ detail: 'Log in first.' }, {}, status)
  await settled()

  expect(shown()).toMatchObject({ data: undefined, error: { status, message: 'Log in first.' } })
  expect(resource.due()).toBe(Infinity)
})

test('the failure of a question that another has replaced is nobody’s concern', async () => {
  const { resource, asked, shown, settled } = watched()
  void resource.load('refresh')
  asked[1]?.answer({ said: 'paid' }, asOf(20))
  asked[0]?.fail(new TypeError('Failed to fetch'))
  await settled()

  expect(shown()).toMatchObject({ data: 'paid', error: undefined })
})

test('after the stamps began anew, answers with lower ones are shown', async () => {
  const { asked, shown, settled, tell } = watched()
  asked[0]?.answer({ said: 'old' }, asOf(1_000))
  await settled()
  tell({ groups: ['*'], asOf: 3, reborn: true })
  asked[1]?.answer({ said: 'new' }, asOf(4))
  await settled()

  expect(shown().data).toBe('new')
})

test('when the session ends, what it showed goes, and what it asked is not shown', async () => {
  const { resource, asked, shown, settled, tell } = watched()
  asked[0]?.answer({ said: 'mine' }, asOf(10))
  await settled()
  void resource.load('poll')
  tell({ groups: ['*'], asOf: 15, reason: 'session' })
  expect(shown().data).toBe(undefined)
  asked[1]?.answer({ said: 'still mine' }, asOf(11))
  await vi.waitFor(() => expect(asked).toHaveLength(3))

  expect(shown().data).toBe(undefined)
})

test('what was asked before a change that we made is not shown, and asked again', async () => {
  const { resource, asked, shown, settled } = watched()
  asked[0]?.answer({ said: 'confirmed' })
  await settled()
  void resource.load('poll')
  resource.outdateQuestions()
  expect(resource.tell('cancelled', { began: 3, asOf: undefined, headers: undefined, age: 0 })).toBe(true)
  asked[1]?.answer({ said: 'confirmed, from before' })
  await vi.waitFor(() => expect(asked).toHaveLength(3))
  expect(shown().data).toBe('cancelled')
  asked[2]?.answer({ said: 'cancelled, and confirmed' })
  await settled()

  expect(shown().data).toBe('cancelled, and confirmed')
})

test('nobody looks any more: what arrives then changes nothing', async () => {
  const { resource, asked, leave, tell } = watched()
  leave()
  await Promise.resolve()
  tell({ groups: ['bookings'], asOf: 15 })
  expect(asked).toHaveLength(1)
  asked[0]?.answer({ said: 'pending' }, asOf(10))
  await resource.idle()

  expect(resource.snapshot.data).toBe(undefined)
})
