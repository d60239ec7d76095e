import type { EntryRecord } from '../../../sw/store/records.ts'

/** A stored answer; only what a test is about needs to be said. */
export function entryRow(about: Partial<EntryRecord> = {}): EntryRecord {
  const url = 'https://app.example/api/bookings/7'
  return {
    key: `1.cookie.same-origin ${url}`,
    url,
    session: '1.cookie.same-origin',
    class: 'booking',
    groups: ['booking:7'],
    asOf: 1_000,
    kept: 1_000,
    run: 1,
    status: 200,
    statusText: 'OK',
    headers: [['content-type', 'application/json']],
    body: '{"booking":{"id":"7"}}',
    bytes: 22,
    etag: '"1"',
    vary: [],
    confirmedAt: new Date(1_000_000),
    confirmedMono: 1_000,
    upstreamAge: 0,
    fresh: 300_000,
    whileRevalidating: 300_000,
    ifError: 300_000,
    lastUsed: new Date(1_000_000),
    ...about,
  }
}
