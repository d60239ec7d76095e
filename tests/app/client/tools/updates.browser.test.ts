import { afterEach, expect, test, vi } from 'vitest'
import { standInWorker } from '../../support/stand-in-worker.ts'
import { openedPage } from './opened-page.ts'

afterEach(() => vi.useRealTimers())

async function withNewer() {
  const opened = openedPage()
  await opened.client.ready
  const newer = opened.worker.renew()
  // Its script is loaded meanwhile.
  await opened.client.update()
  newer.become('installed')
  return { ...opened, newer }
}

test('a newer worker is told of once it waits, and then takes over if nothing is under way', async () => {
  const { client, states, newer } = await withNewer()

  expect(client.waiting).toBe(true)
  expect(states).toEqual(['controlled waiting:true paused:false'])
  expect(newer.heard).toEqual([{ type: 'take-over', idle: true }])

  newer.become('activating')
  expect(client.waiting).toBe(false)
  expect(states.at(-1)).toBe('controlled waiting:false paused:false')
})

test('while it waits, the end of a change is a reason to ask it again', async () => {
  const { worker, newer } = await withNewer()
  const ended = {
    type: 'invalidated',
    groups: ['*'],
    reason: 'mutation',
    stamp: 120,
    before: 100,
    born: 'born',
  } as const
  worker.tell(ended)

  expect(newer.heard).toHaveLength(2)
  dispatchEvent(new Event('visibilitychange'))
  expect(newer.heard).toHaveLength(3)
})

test('while it waits it is asked again by and by: a payment may end without a word', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { newer } = await withNewer()
  const asked = newer.heard.length
  vi.advanceTimersByTime(999)
  expect(newer.heard).toHaveLength(asked)
  vi.advanceTimersByTime(1)
  expect(newer.heard.slice(asked)).toEqual([{ type: 'take-over', idle: true }])
  vi.advanceTimersByTime(2_000)
  expect(newer.heard).toHaveLength(asked + 2)
  vi.advanceTimersByTime(3_999)
  expect(newer.heard).toHaveLength(asked + 2)
  // In 2 h and 48 min: after 4, 8, … 2,048 s, and then each hour.
  vi.advanceTimersByTime(10_081_000)
  expect(newer.heard).toHaveLength(asked + 13)
  vi.advanceTimersByTime(7_200_000)
  expect(newer.heard).toHaveLength(asked + 15)

  newer.become('activating')
  vi.advanceTimersByTime(3_600_000)

  expect(newer.heard).toHaveLength(asked + 15)
})

test('asked, it takes over whatever is under way, and the page hears when it has', async () => {
  const { client, newer } = await withNewer()
  const updated = client.update()
  await expect.poll(() => newer.heard.at(-1)).toEqual({ type: 'take-over', idle: false })
  newer.become('activating')
  newer.become('activated')

  expect(await updated).toBe(true)
})

test('one that gives way to a still newer one has not taken over', async () => {
  const { client, newer } = await withNewer()
  const updated = client.update()
  await expect.poll(() => newer.heard.at(-1)).toEqual({ type: 'take-over', idle: false })
  newer.become('redundant')

  expect(await updated).toBe(false)
})

test('one that does not understand the page is not waited for longer than 10 s', async () => {
  const { client, newer } = await withNewer()
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  const updated = client.update()
  await vi.waitFor(() => expect(newer.heard.at(-1)).toEqual({ type: 'take-over', idle: false }))
  vi.advanceTimersByTime(10_000)

  expect(await updated).toBe(false)
  expect(client.waiting).toBe(true)
})

test('asked for, also where the app registered the worker; never another library’s', async () => {
  for (const [scriptURL, isOurs] of [
    ['/payment-sync-sw.js', true],
    ['/other-sw.js', false],
  ] as const) {
    const worker = standInWorker({ scriptURL })
    const { client } = openedPage(worker, { register: false })
    const newer = worker.renew()
    newer.become('installed')
    const updated = client.update()
    if (isOurs) {
      await expect.poll(() => newer.heard).toEqual([{ type: 'take-over', idle: false }])
      newer.become('activated')
    }

    expect(await updated).toBe(isOurs)
    expect(newer.heard).toHaveLength(isOurs ? 1 : 0)
  }
})

test('the first worker of all is none that waits', async () => {
  const worker = standInWorker({ controlled: false })
  const { client, states } = openedPage(worker)
  await client.ready
  expect(await client.update()).toBe(false)
  expect(states).toEqual([])
})
