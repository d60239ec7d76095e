import { cleanup } from '@testing-library/react'
import { afterEach, beforeEach, vi } from 'vitest'

/** As other people's tests mock it: plain objects for answers, without headers, status or `clone`. */
export const fetchMock = vi.fn()

export const ok = (body: unknown) => ({ ok: true, json: async () => body })

/** How often this address was asked. */
export const asked = (path: string): number => fetchMock.mock.calls.filter(([url]) => url === path).length

/** Before and after each test of the file: a `fetch` that answers with nothing. */
export function mockFetch(): void {
  beforeEach(() => {
    vi.stubGlobal('fetch', fetchMock)
    fetchMock.mockReset()
    fetchMock.mockResolvedValue(ok({}))
  })
  afterEach(() => {
    cleanup()
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })
}

export const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString()

/** What an API of somebody else may say of a payment: no more than it needs. */
export const payment = (status: string, more = {}) =>
  ({
    id: 'p1',
    bookingId: 'b1',
    reference: 'ref-1',
    status,
    amount: 85_000,
    currency: 'ZAR',
    createdAt: minutesAgo(1),
    ...more,
  }) as never

export const booking = (status: string, more = {}) =>
  ({
    id: 'b1',
    status,
    amount: 85_000,
    currency: 'ZAR',
    service: { name: 'Cleaning' },
    provider: { name: 'Naledi' },
    payment: null,
    ...more,
  }) as never
