import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { startLeading } from '../../../../app/client/live/lead.ts'
import type { LiveState } from '../../../../app/client/live/live-state.ts'
import type { LiveEvent } from '../../../../app/client/live/read-event.ts'
import { standInConnections, type StandInEventSource } from '../../support/stand-in-event-source.ts'

afterEach(() => vi.restoreAllMocks())

/** A tab that leads, over a worker that has written down this id. */
function lead(from = '41') {
  const made = standInConnections()
  const states: LiveState[] = []
  const passed: LiveEvent[] = []
  const retry = vi.fn()
  const passing = {
    lastId: '',
    resumeFrom: () => Promise.resolve(from),
    pass: (event: LiveEvent) => {
      passed.push(event)
      return Promise.resolve()
    },
    retry,
  }
  const url = 'https://app.example/api/events?tenant=7'
  const leader = startLeading({ url, passing, onState: (state) => states.push(state) })
  onTestFinished(() => leader.stop())
  const connection = async (number: number): Promise<StandInEventSource> => {
    await vi.waitFor(() => expect(made).toHaveLength(number))
    return made[number - 1] as StandInEventSource
  }
  return { made, states, passed, retry, leader, connection }
}

test('a connection goes on from what was written down, and is good as soon as it is open', async () => {
  const { states, passed, connection } = lead()
  const first = await connection(1)
  expect(first.url).toBe('https://app.example/api/events?tenant=7&lastEventId=41')
  expect(states).toEqual(['connecting'])
  first.open()
  expect(states).toEqual(['connecting', 'connected'])
  first.say('invalidate', '42', { groups: ['bookings'], changes: ['42'] })
  first.say('reset', '50')
  expect(passed).toEqual([
    { id: '42', groups: ['bookings'], changes: ['42'] },
    { id: '50', groups: ['*'], changes: [] },
  ])
})

test('where nobody knows what to go on from, all that was asked before may be wrong', async () => {
  const { states, passed, connection } = lead('')
  const first = await connection(1)
  expect(first.from).toBe(null)
  first.open()
  expect(states).toEqual(['connecting'])
  first.say('ready', '57')
  await vi.waitFor(() => expect(states).toEqual(['connecting', 'connected']))
  expect(passed).toEqual([{ id: '57', groups: ['*'], changes: [] }])
})

test('a connection that breaks is made anew within half a second, and closed: the browser must not try as well', async () => {
  const { made, states, connection } = lead()
  const first = await connection(1)
  first.open()
  first.break('cut')
  expect(first.isOpen).toBe(false)
  await vi.advanceTimersByTimeAsync(500)
  expect(made).toHaveLength(2)
  expect(states.slice(0, 3)).toEqual(['connecting', 'connected', 'connecting'])
})

test('a server that stays away is asked every 2 to 4 s', async () => {
  const { made, connection } = lead()
  for (let times = 1; times <= 5; times += 1) {
    ;(await connection(times)).break('cut')
    await vi.advanceTimersByTimeAsync(4_000)
  }
  const before = made.length
  for (let times = 0; times < 10; times += 1) {
    made.at(-1)?.break('cut')
    await vi.advanceTimersByTimeAsync(4_000)
  }
  expect(made.length - before).toBe(10)
})

test('a connection that says nothing for longer than two beats is a dead one', async () => {
  const { made, retry, connection } = lead()
  const first = await connection(1)
  first.open()
  await vi.advanceTimersByTimeAsync(30_000)
  first.say('heartbeat', '41')
  expect(retry).toHaveBeenCalledOnce()
  await vi.advanceTimersByTimeAsync(30_000)
  expect(made).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(8_000)
  expect(first.isOpen).toBe(false)
  expect(made).toHaveLength(2)
})

test('a server that takes a connection and says nothing is not waited for', async () => {
  const { made } = lead()
  await vi.advanceTimersByTimeAsync(11_000)
  expect(made).toHaveLength(2)
})

test('who is not logged in is told nothing: it is off, until another session begins', async () => {
  const asked = vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('', { status: 401 }))
  const { made, states, leader, connection } = lead()
  ;(await connection(1)).break('refused')
  await vi.waitFor(() => expect(states.at(-1)).toBe('off'))
  await vi.advanceTimersByTimeAsync(20_000)
  expect(made).toHaveLength(1)
  expect(asked).toHaveBeenCalledOnce()
  leader.restart()
  ;(await connection(2)).open()
  expect(states.at(-1)).toBe('connected')
})

test('a server that is being restarted behind a proxy is not given up', async () => {
  vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('', { status: 502 }))
  const { made, states, connection } = lead()
  ;(await connection(1)).break('refused')
  await vi.advanceTimersByTimeAsync(500)
  expect(made).toHaveLength(2)
  expect(states).not.toContain('off')
})

test('another session gets another connection, and who stops has none', async () => {
  const { made, leader, connection } = lead()
  const first = await connection(1)
  first.open()
  leader.restart()
  expect(first.isOpen).toBe(false)
  const second = await connection(2)
  second.open()
  leader.stop()
  expect(second.isOpen).toBe(false)
  await vi.advanceTimersByTimeAsync(120_000)
  expect(made).toHaveLength(2)
})

test('whoever comes back online, or looks at the page, waits no longer', async () => {
  const { made, connection } = lead()
  vi.spyOn(Math, 'random').mockReturnValue(1)
  ;(await connection(1)).break('cut')
  await vi.advanceTimersByTimeAsync(10)
  dispatchEvent(new Event('online'))
  await vi.advanceTimersByTimeAsync(10)
  expect(made).toHaveLength(2)
  made[1]?.break('cut')
  await vi.advanceTimersByTimeAsync(10)
  document.dispatchEvent(new Event('visibilitychange'))
  await vi.advanceTimersByTimeAsync(10)
  expect(made).toHaveLength(3)
})
