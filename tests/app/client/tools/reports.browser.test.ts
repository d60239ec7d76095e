import { afterEach, expect, test, vi } from 'vitest'
import type { Decision, EntryInfo, StatsRow } from '../../../../shared/report.ts'
import { standInWorker } from '../../support/stand-in-worker.ts'
import { openedPage } from './opened-page.ts'

afterEach(() => vi.useRealTimers())

const minute = new Date().toISOString().slice(0, 16)
const stats: StatsRow = { minute, counts: { 'booking hit': 3, 'booking fwd=miss; fwd-status=200; stored': 1 } }
const entry: EntryInfo = {
  url: `${location.origin}/api/bookings/7`,
  class: 'booking',
  groups: ['booking:7'],
  asOf: 5,
  confirmedAt: 1_000,
  ttl: 300_000,
  remaining: 1_000,
  valid: true,
  bytes: 22,
  etag: null,
}
const decision: Decision = {
  at: 1_000,
  method: 'GET',
  url: entry.url,
  class: 'booking',
  cacheStatus: 'payment-sync; hit; ttl=21',
  duration: 1.5,
  clientId: 'a',
  own: true,
}

/** A worker whose reports hold these rows. */
function telling(rows: readonly unknown[]) {
  const worker = standInWorker()
  worker.answer = ({ type }) => ({
    type: 'latest',
    stamp: 1,
    born: 'b',
    groups: [],
    ...(type === 'report' && { rows }),
  })
  return worker
}

test('what the worker tells is told, each by its question', async () => {
  const { client, worker } = openedPage(telling([entry]))
  expect(await client.entries()).toEqual([entry])
  expect(worker.heard.at(-1)).toEqual({ type: 'report', of: 'entries' })

  expect(await openedPage(telling([decision])).client.decisions()).toEqual([decision])
  expect((await openedPage(telling([stats])).client.stats()).classes['booking']).toMatchObject({
    reads: 4,
    hits: 3,
    misses: 1,
    hitRatio: 0.75,
  })
})

test('a row that this page cannot read is left out, whatever a worker of another day makes of it', async () => {
  const wrong = Object.keys(entry).map((field) => ({ ...entry, [field]: { of: 'another day' } }))
  const later = { ...entry, more: true }

  expect(await openedPage(telling([...wrong, null, 'row', later])).client.entries()).toEqual([later])
  expect(await openedPage(telling([{ ...decision, duration: Number.NaN }])).client.decisions()).toEqual([])
  const odd = [
    { minute: 'today', counts: {} },
    { minute, counts: { 'booking hit': 'many' } },
    { minute, counts: [] },
  ]
  expect((await openedPage(telling(odd)).client.stats()).total.reads).toBe(0)
})

test('an older worker does not know the question: in 3 s the page is told so, and what to do', async () => {
  const worker = standInWorker()
  const { answer } = worker
  worker.answer = (message) => (message.type === 'report' ? undefined : answer(message))
  const { client } = openedPage(worker)
  await client.ready
  vi.useFakeTimers({ toFake: ['setTimeout'] })

  const asked = expect(client.stats()).rejects.toMatchObject({
    code: 'NO_REPLY',
    message: expect.stringContaining('an older worker may be in control. Reload.') as unknown,
  })
  await vi.waitFor(() => expect(worker.heard.at(-1)).toMatchObject({ type: 'report' }))
  vi.advanceTimersByTime(3_000)

  await asked
})

test('a worker whose store cannot be read says why', async () => {
  const worker = standInWorker()
  worker.answer = ({ type }) =>
    type === 'report'
      ? { type: 'refused', problem: 'The store is not used: it could not be opened.' }
      : { type: 'latest', stamp: 1, born: 'b', groups: [] }

  await expect(openedPage(worker).client.entries()).rejects.toMatchObject({ code: 'REFUSED' })
})

test('without a worker there is nothing to tell, to stop, to replace or to remove', async () => {
  const { client } = openedPage(standInWorker({ controlled: false }), { register: false })

  expect(await client.stats()).toMatchObject({ classes: {}, minutes: [], total: { reads: 0, hitRatio: 0 } })
  expect(await client.entries()).toEqual([])
  expect(await client.decisions()).toEqual([])
  await client.pause(true)
  expect(client.paused).toBe(false)
  expect(client.waiting).toBe(false)
  expect(await client.update()).toBe(false)
})

test('a pause is asked of the worker, and every page that it tells knows', async () => {
  const worker = standInWorker()
  let paused = false
  worker.answer = (message) => {
    if (message.type === 'set') paused = message.paused ?? paused
    return { type: 'latest', stamp: 1, born: 'b', groups: [], paused }
  }
  const { client, states } = openedPage(worker)
  await client.pause(true)
  expect(client.paused).toBe(true)
  expect(states).toEqual(['controlled waiting:false paused:true'])

  // Another tab ends it.
  paused = false
  worker.tell({ type: 'started', stamp: 1, born: 'b' })
  await expect.poll(() => client.paused).toBe(false)
})
