import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { createLeadership, createLonely } from '../../../../app/client/live/leadership.ts'
import type { TabMessage } from '../../../../app/client/live/tab-messages.ts'

afterEach(() => vi.restoreAllMocks())

/** Locks and channels are real; each test has its own. */
const newName = (): string => `test ${crypto.randomUUID()}`

/** What a tab does, played by one of several in this page: to locks and channels it makes no difference. */
function tab(name: string, { yields = false } = {}) {
  const did: string[] = []
  const heard: TabMessage[] = []
  const errors: Error[] = []
  const leadership = createLeadership({
    name,
    begin: () => did.push('begin'),
    end: () => did.push('end'),
    beat: () => ({ type: 'beat', state: 'connected', lastId: '41', yields }),
    hear: (message) => heard.push(message),
    onError: (error) => errors.push(error),
  })
  leadership.join()
  onTestFinished(() => leadership.leave())
  return { leadership, did, heard, errors, leads: () => did.at(-1) === 'begin' }
}

/** Holds the lock and answers nobody, as a tab that is frozen does. */
async function frozenTab(name: string): Promise<{ readonly isRobbed: () => boolean }> {
  let isRobbed = false
  await new Promise<void>((holds) => {
    const held = navigator.locks.request(name, () => {
      holds()
      return new Promise(() => undefined)
    })
    held.catch(() => (isRobbed = true))
  })
  return { isRobbed: () => isRobbed }
}

const seen = (visibility: DocumentVisibilityState) =>
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(visibility)

test('of several tabs one leads, and when it leaves the next one does, at once', async () => {
  const name = newName()
  const tabs = [tab(name), tab(name), tab(name)]
  await vi.waitFor(() => expect(tabs.filter(({ leads }) => leads())).toHaveLength(1))
  const [first, second] = tabs
  await vi.waitFor(() => expect(first?.leads()).toBe(true))
  first?.leadership.leave()
  expect(first?.did).toEqual(['begin', 'end'])
  await vi.waitFor(() => expect(second?.leads()).toBe(true))
  expect(tabs[2]?.did).toEqual([])
})

test('those that follow hear that somebody leads, and how it goes', async () => {
  const name = newName()
  const leader = tab(name)
  await vi.waitFor(() => expect(leader.leads()).toBe(true))
  const follower = tab(name)
  await vi.waitFor(() =>
    expect(follower.heard.at(-1)).toEqual({ type: 'beat', state: 'connected', lastId: '41', yields: false }),
  )
  leader.leadership.say({ type: 'told', groups: ['bookings'] })
  await vi.waitFor(() => expect(follower.heard.at(-1)).toEqual({ type: 'told', groups: ['bookings'] }))
  expect(leader.heard).toEqual([])
})

test('a tab that keeps the lock and answers nobody is robbed of it within 5 s', async () => {
  const name = newName()
  const frozen = await frozenTab(name)
  const began = performance.now()
  const [one, other] = [tab(name), tab(name)]
  await vi.waitFor(() => expect([one.leads(), other.leads()]).toContain(true), { timeout: 10_000 })
  expect(performance.now() - began).toBeLessThan(5_000)
  await vi.waitFor(() => expect(frozen.isRobbed()).toBe(true))
})

test('a leader that is robbed gives up, and waits in the line', async () => {
  const name = newName()
  const leader = tab(name)
  await vi.waitFor(() => expect(leader.leads()).toBe(true))
  let release = (): void => undefined
  const robber = navigator.locks.request(name, { steal: true }, () => new Promise<void>((end) => (release = end)))
  await vi.waitFor(() => expect(leader.did).toEqual(['begin', 'end']))
  release()
  await robber
  await vi.waitFor(() => expect(leader.did).toEqual(['begin', 'end', 'begin']))
  expect(leader.errors).toEqual([])
})

test('a leader that answers is robbed by nobody', async () => {
  const name = newName()
  const leader = tab(name)
  await vi.waitFor(() => expect(leader.leads()).toBe(true))
  const follower = tab(name)
  // More than it takes to rob one that doesn't answer.
  await vi.waitFor(() => expect(follower.heard.length).toBeGreaterThan(4), { timeout: 20_000 })
  expect(leader.did).toEqual(['begin'])
  expect(follower.did).toEqual([])
})

test('a leader that nobody sees makes room for a tab that is seen', async () => {
  const name = newName()
  const leader = tab(name, { yields: true })
  await vi.waitFor(() => expect(leader.leads()).toBe(true))
  const follower = tab(name)
  await vi.waitFor(() => expect(follower.leads()).toBe(true), { timeout: 5_000 })
  await vi.waitFor(() => expect(leader.did).toEqual(['begin', 'end']))
})

test('a hidden tab asks once how it stands, and robs nobody: it takes the lock when it is seen', async () => {
  const name = newName()
  await frozenTab(name)
  const visibility = seen('hidden')
  const asked = vi.fn()
  const channel = new BroadcastChannel(name)
  channel.addEventListener('message', asked)
  onTestFinished(() => channel.close())
  const follower = tab(name)
  const looked = visibility.mock.calls.length
  await vi.waitFor(() => expect(visibility.mock.calls.length).toBeGreaterThan(looked + 5), { timeout: 10_000 })
  expect(asked).toHaveBeenCalledOnce()
  expect(follower.did).toEqual([])
  visibility.mockReturnValue('visible')
  await vi.waitFor(() => expect(follower.leads()).toBe(true), { timeout: 10_000 })
})

test('a tab that was opened in the background knows how it stands', async () => {
  const name = newName()
  const leader = tab(name)
  await vi.waitFor(() => expect(leader.leads()).toBe(true))
  seen('hidden')
  const follower = tab(name)
  await vi.waitFor(() => expect(follower.heard).toMatchObject([{ type: 'beat', state: 'connected' }]))
})

test('where locks are refused, it is said once', async () => {
  const failure = new DOMException('no locks here', 'SecurityError')
  vi.spyOn(navigator.locks, 'request').mockRejectedValue(failure)
  const { errors, did } = tab(newName())
  await vi.waitFor(() => expect(errors).toEqual([failure]))
  expect(did).toEqual([])
})

test('without locks a tab leads for itself while it is seen', () => {
  const visibility = seen('visible')
  const did: string[] = []
  const lonely = createLonely({ begin: () => did.push('begin'), end: () => did.push('end') })
  const look = (state: DocumentVisibilityState): void => {
    visibility.mockReturnValue(state)
    document.dispatchEvent(new Event('visibilitychange'))
  }
  look('visible')
  expect(did).toEqual([])
  lonely.join()
  look('hidden')
  look('hidden')
  look('visible')
  lonely.leave()
  expect(did).toEqual(['begin', 'end', 'begin', 'end'])
})
