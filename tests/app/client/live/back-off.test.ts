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

test.each([
  [401, undefined, { isFinal: true, wait: expect.any(Number) as number }],
  [404, undefined, { isFinal: true, wait: expect.any(Number) as number }],
  [429, '7', { isFinal: false, wait: 7_000 }],
  [503, '1', { isFinal: false, wait: 1_000 }],
  [503, '86400', { isFinal: false, wait: 300_000 }],
  [502, undefined, undefined],
  [429, undefined, undefined],
  [200, undefined, undefined],
])('%i with Retry-After %s is a refusal of that kind', async (status, after, refusal) => {
  const headers = after === undefined ? undefined : { 'Retry-After': after }
  vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('', headers ? { status, headers } : { status }))
  expect(await whyRefused('/api/events', signal)).toEqual(refusal)
})

test('a server that is not there refuses nothing', async () => {
  vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('Failed to fetch'))
  expect(await whyRefused('/api/events', signal)).toBeUndefined()
})
