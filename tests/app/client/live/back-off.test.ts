import { afterEach, expect, test, vi } from 'vitest'
import { backOff, whyRefused } from '../../../../app/client/live/back-off.ts'

afterEach(() => vi.restoreAllMocks())

const { signal } = new AbortController()

test('each failure doubles the wait, up to 4 s, and half of it is drawn', () => {
  const chance = vi.spyOn(Math, 'random')
  chance.mockReturnValue(0)
  expect([0, 1, 2, 3, 4, 99].map((failures) => backOff(failures))).toEqual([250, 500, 1_000, 2_000, 2_000, 2_000])
  chance.mockReturnValue(1)
  expect([0, 1, 2, 3, 4, 99].map((failures) => backOff(failures))).toEqual([500, 1_000, 2_000, 4_000, 4_000, 4_000])
})

const forGood = { isFinal: true, wait: expect.any(Number) as number }

test.each([
  [401, {}, forGood],
  [404, {}, forGood],
  // A page, where somebody forgot the channel.
  [200, { 'Content-Type': 'text/html' }, forGood],
  [204, {}, forGood],
  [429, { 'Retry-After': '7' }, { isFinal: false, wait: 7_000 }],
  [503, { 'Retry-After': '1' }, { isFinal: false, wait: 1_000 }],
  [503, { 'Retry-After': '86400' }, { isFinal: false, wait: 300_000 }],
  [502, {}, undefined],
  [429, {}, undefined],
  [200, { 'Content-Type': 'text/event-stream' }, undefined],
])('%i with %j is a refusal of that kind', async (status, headers, refusal) => {
  const body = status === 204 ? null : ''
  vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(body, { status, headers }))
  expect(await whyRefused('/api/events', signal)).toEqual(refusal)
})

test('a server that is not there refuses nothing', async () => {
  vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('Failed to fetch'))
  expect(await whyRefused('/api/events', signal)).toBeUndefined()
})
