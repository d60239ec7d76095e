import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { seal } from '../../../../shared/protocol.ts'
import { standInWorker } from '../../support/stand-in-worker.ts'
import { openedPage } from './opened-page.ts'

const KEY = 'payment-sync-debug'

beforeEach(() => {
  localStorage.clear()
  performance.clearMeasures()
})
afterEach(() => vi.restoreAllMocks())

/** What the console says: grouped lines, and single ones. */
function listening() {
  const lines: string[] = []
  vi.spyOn(console, 'groupCollapsed').mockImplementation((line: string) => lines.push(line))
  vi.spyOn(console, 'log').mockImplementation((value: unknown) => lines.push(JSON.stringify(value)))
  vi.spyOn(console, 'info').mockImplementation((line: string) => lines.push(line))
  return lines
}

const answers = (response: () => Response | Error) =>
  vi.spyOn(globalThis, 'fetch').mockImplementation(async () => {
    const answer = response()
    if (answer instanceof Error) throw answer
    return answer
  })

const hit = () =>
  new Response('{"secret":"body"}', {
    headers: { 'Cache-Status': 'payment-sync; hit; ttl=21', 'Payment-Sync-As-Of': '5', 'X-Token': 'secret' },
  })

test('set, it is kept for the next load, and the worker is told', async () => {
  const { client, worker } = openedPage()
  client.debug = true
  expect(client.debug).toBe(true)
  await expect.poll(() => worker.heard.at(-1)).toEqual({ type: 'set', debug: true })
  expect(localStorage[KEY]).toBe('true')

  client.debug = false
  await expect.poll(() => worker.heard.at(-1)).toEqual({ type: 'set', debug: false })
  expect(localStorage[KEY]).toBe('false')
})

test('an answer is one line: what, why, how long; no header, no body', async () => {
  localStorage[KEY] = 'true'
  const lines = listening()
  answers(hit)
  const { client, worker } = openedPage()
  expect(client.debug).toBe(true)
  await expect.poll(() => worker.heard).toContainEqual({ type: 'set', debug: true })

  await client.fetch('/api/bookings/7', { headers: { Authorization: 'Bearer secret' } })

  await expect.poll(() => lines).toHaveLength(2)
  expect(lines[0]).toMatch(/^%cpayment-sync; hit; ttl=21%c GET http.*\/api\/bookings\/7 \d+ ms$/)
  expect(lines.join()).not.toMatch(/secret|Bearer/)
})

test('an answer is a bar in a track of its own in the Performance panel', async () => {
  localStorage[KEY] = 'true'
  listening()
  answers(hit)
  const { client, worker } = openedPage()
  await expect.poll(() => worker.heard).toContainEqual({ type: 'set', debug: true })
  const recorded: PerformanceMeasure[] = []
  const recording = new PerformanceObserver((list) => recorded.push(...(list.getEntries() as PerformanceMeasure[])))
  recording.observe({ type: 'measure' })
  onTestFinished(() => recording.disconnect())
  await client.fetch('/api/bookings/7')

  await expect.poll(() => recorded).toHaveLength(1)
  expect(performance.getEntriesByType('measure')).toEqual([])
  const [measure] = recorded
  expect(measure?.name).toBe('GET /api/bookings/7')
  expect(measure?.detail).toEqual({
    devtools: { dataType: 'track-entry', track: 'payment-sync', tooltipText: 'payment-sync; hit; ttl=21' },
  })
})

test('a failed request is said with the name of its error, and fails all the same', async () => {
  localStorage[KEY] = 'true'
  const lines = listening()
  answers(() => new TypeError('Failed to fetch'))
  const { client, worker } = openedPage()
  await expect.poll(() => worker.heard).toContainEqual({ type: 'set', debug: true })

  await expect(client.fetch('/api/bookings/7')).rejects.toThrow('Failed to fetch')
  await expect.poll(() => lines.join()).toContain('controlled; TypeError')
})

test('a change is said with its reason, and a message that cannot be read is said to be ignored', async () => {
  localStorage[KEY] = 'true'
  const lines = listening()
  const { worker } = openedPage()
  await expect.poll(() => worker.heard).toContainEqual({ type: 'set', debug: true })
  worker.tell({ type: 'invalidated', groups: ['booking:7'], reason: 'mutation', stamp: 120, before: 100, born: 'born' })
  worker.tellRaw({ ...seal({ type: 'started', stamp: 1, born: 'x' }), version: 99 })

  expect(lines).toEqual([
    '%cpayment-sync%c mutation: booking:7 (120)',
    '%cpayment-sync%c ignored a message of the worker',
  ])
})

test('another tab switches it on here, too, without telling the worker again, and off', async () => {
  const lines = listening()
  answers(hit)
  const { client, worker } = openedPage()
  await client.ready
  const heard = worker.heard.length
  dispatchEvent(new StorageEvent('storage', { key: KEY, newValue: 'true' }))
  expect(client.debug).toBe(true)
  await client.update() // Its script is there.
  await client.fetch('/api/bookings/7')
  await expect.poll(() => lines).toHaveLength(2)

  dispatchEvent(new StorageEvent('storage', { key: KEY, newValue: 'false' }))
  expect(client.debug).toBe(false)
  await client.update()
  await client.fetch('/api/bookings/7')
  expect(lines).toHaveLength(2)
  expect(worker.heard).toHaveLength(heard)
})

test('where storage is blocked it holds for this page', async () => {
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
    throw new DOMException('blocked', 'SecurityError')
  })
  vi.spyOn(globalThis, 'localStorage', 'get').mockImplementation(() => {
    throw new DOMException('blocked', 'SecurityError')
  })
  const { client, worker, errors } = openedPage(standInWorker())
  expect(client.debug).toBe(false)
  client.debug = true
  await expect.poll(() => worker.heard.at(-1)).toEqual({ type: 'set', debug: true })

  expect(client.debug).toBe(true)
  expect(errors).toEqual([])
  vi.restoreAllMocks()
})
