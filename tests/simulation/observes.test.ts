import { afterEach, expect, test, vi } from 'vitest'
import { summarize } from '../../app/client/tools/summarize.ts'
import type { Decision, EntryInfo, StatsRow } from '../../shared/report.ts'
import { begin, LIST, ONE, PAY, SERVICES, VERIFY } from './stage.ts'
import type { Tab } from './tab.ts'
import type { World } from './world.ts'

afterEach(() => vi.restoreAllMocks())

async function report<Row>(tab: Tab, of: 'stats' | 'entries' | 'decisions'): Promise<readonly Row[]> {
  const reply = await tab.tell({ type: 'report', of })
  if (reply?.type !== 'latest') throw new Error(`no report of ${of}: ${JSON.stringify(reply)}`)
  return reply.rows as Row[]
}

const stats = async (world: World, tab: Tab) => summarize(await report<StatsRow>(tab, 'stats'), world.wall)

test('reads are counted by class and by what became of them', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  const held = server.hold(LIST)
  const reads = [tab.get(LIST), other.get(LIST)]
  ;(await held).answerNow()
  await Promise.all(reads) // A miss, and one that shares its request.
  await tab.get(LIST) // A hit.
  await tab.get(SERVICES)
  await tab.get(VERIFY)
  await tab.post(PAY)
  await tab.get(LIST) // Denied, as changed; the server has another.
  await world.advance(31_000)
  await tab.get(LIST) // Masked, and confirmed behind it.
  await world.idle()
  world.network.online = false
  await tab.get(VERIFY).catch(() => 'nothing is held that may stand in')
  await tab.get(LIST, { cache: 'no-cache' })

  const { classes, total } = await stats(world, tab)

  expect(classes['booking']).toMatchObject({
    reads: 6,
    hits: 2,
    misses: 2,
    collapsed: 1,
    deniedAsStale: 1,
    revalidations: 3,
    notModified: 1,
    fallbacks: 1,
    errors: 1,
  })
  expect(classes['static']).toMatchObject({ reads: 1, misses: 1, hits: 0, api: { requests: 1 } })
  expect(classes['payment']).toMatchObject({ reads: 1, errors: 1, api: { requests: 2 } })
  expect(total.reads).toBe(8)
})

test('what other caches say of an answer is not counted as said by this one', async () => {
  const { world, server } = begin()
  const tab = world.open()
  server.headers = { 'cache-status': 'edge; hit' }
  await tab.get(LIST)
  const held = server.hold(SERVICES)
  const read = tab.get(SERVICES)
  const { arrived } = await held
  // Too large to be kept: it goes on as it came.
  arrived.answer({}, { headers: { ...server.headers, 'content-length': '2000000' } })
  await read

  expect((await stats(world, tab)).total).toMatchObject({ reads: 2, hits: 0, misses: 1 })
  expect((await report<Decision>(tab, 'decisions')).map(({ cacheStatus }) => cacheStatus)).toEqual([
    'payment-sync; fwd=miss; fwd-status=200; stored',
    'payment-sync; fwd=bypass; fwd-status=200',
  ])
})

test('how long the API takes is known within a tenth', async () => {
  const { world, server } = begin()
  const tab = world.open()
  for (const ms of [10, 100, 100, 100, 1_000]) {
    const held = server.hold(VERIFY)
    const read = tab.get(VERIFY)
    const { answerNow } = await held
    await world.advance(ms)
    answerNow()
    await read
  }

  const { api } = (await stats(world, tab)).total

  expect(api.requests).toBe(5)
  expect(api.p50).toBeGreaterThan(90)
  expect(api.p50).toBeLessThan(110)
  expect(api.p95).toBeGreaterThan(900)
  expect(api.p95).toBeLessThan(1_100)
})

test('what was counted outlives the worker, and is forgotten after an hour', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(SERVICES)
  await world.advance(2_000)
  world.restart()
  await tab.get(SERVICES)
  expect((await stats(world, tab)).total).toMatchObject({ reads: 2, hits: 1 })

  await world.advance(3_660_000)
  expect((await stats(world, tab)).total.reads).toBe(0)
  expect(world.disk.tables.stats.size).toBe(1)
})

test('a clock that is set back leaves no minutes that are still to come', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(LIST)
  await world.advance(2_000)
  world.wall -= 600_000
  await tab.get(SERVICES)

  const { since, total } = await stats(world, tab)

  expect(total.reads).toBe(1)
  expect(since).toBeLessThanOrEqual(world.wall)
})

test('no answer waits for what is counted, nor does it suffer where that cannot be written', async () => {
  const { world } = begin()
  const tab = world.open()
  world.gate = (step) => (step.startsWith('stats') ? new Promise(() => undefined) : undefined)
  await tab.get(LIST)
  await world.advance(2_000)
  expect((await tab.get(LIST)).how).toMatch(/^hit/)
  expect((await tab.post(PAY)).status).toBe(200)

  world.gate = undefined
  world.disk.sever()
  await world.advance(2_000)
  expect((await tab.get(LIST)).status).toBe(200)
})

test('counting opens no database, and brings none back', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(LIST)
  world.disk.delete()

  await world.advance(2_000)

  expect(world.disk.exists).toBe(false)
})

test('entries are told without bodies, with what is left of their life', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(LIST)
  await tab.get(ONE)
  await world.advance(1_000)
  await tab.post('/api/bookings/8/cancel')

  const entries = await report<EntryInfo>(tab, 'entries')

  expect(entries).toContainEqual({
    url: `https://app.test${ONE}`,
    class: 'booking',
    groups: expect.arrayContaining(['booking:7']) as unknown,
    asOf: expect.any(Number) as unknown,
    confirmedAt: world.wall - 1_000,
    ttl: 300_000,
    remaining: 299_000,
    valid: true,
    bytes: expect.any(Number) as unknown,
    etag: expect.any(String) as unknown,
  })
  expect(entries.find(({ url }) => url.endsWith(LIST))).toMatchObject({ valid: false, remaining: 299_000 })
})

test('what the store could not serve is told as not valid: a payment of a former run, all while paused', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(VERIFY)
  await tab.get(LIST)
  world.restart()
  const valid = async () => (await report<EntryInfo>(tab, 'entries')).flatMap(({ valid: is, url }) => (is ? [url] : []))
  expect(await valid()).toEqual([`https://app.test${LIST}`])

  await tab.tell({ type: 'set', paused: true })

  expect(await valid()).toEqual([])
})

test('a row that is no entry, and one of another session, is told to nobody', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(LIST)
  const [entry] = [...world.disk.tables.entries.values()]
  if (!entry) throw new Error('Nothing is stored.')
  const rows = world.disk.tables.entries as Map<string, object>
  rows.set('tampered', { key: 'tampered', url: 7, lastUsed: new Date() })
  rows.set('theirs', { ...entry, key: 'theirs', session: '9.cookie.include' })

  expect(await report<EntryInfo>(tab, 'entries')).toHaveLength(1)
})

test('the latest hundred decisions are told, of all tabs, and why', async () => {
  const { world } = begin()
  const [tab, other] = [world.open(), world.open()]
  for (let read = 0; read < 100; read += 1) await tab.get(LIST)
  await other.post(PAY)
  await tab.post('/api/unheard-of')
  await world.idle()

  const decisions = await report<Decision>(other, 'decisions')

  expect(decisions).toHaveLength(100)
  expect(decisions[0]).toMatchObject({
    method: 'GET',
    url: `https://app.test${LIST}`,
    class: 'booking',
    cacheStatus: 'payment-sync; hit; ttl=300',
    clientId: tab.id,
    own: false,
    at: world.wall,
  })
  expect(decisions.slice(-2)).toMatchObject([
    {
      method: 'POST',
      cacheStatus: 'payment-sync; fwd=method; fwd-status=200',
      clientId: other.id,
      own: true,
      class: '',
    },
    { method: 'POST', cacheStatus: 'payment-sync; detail=watched-no-rule', clientId: tab.id },
  ])
})

test('in debug mode each decision is a line in the console, without bodies and headers, also after a restart', async () => {
  const lines: string[] = []
  vi.spyOn(console, 'groupCollapsed').mockImplementation((line: string) => lines.push(line))
  vi.spyOn(console, 'log').mockImplementation((value: unknown) => lines.push(JSON.stringify(value)))
  const { world } = begin()
  const tab = world.open()
  await tab.get(LIST)
  expect(lines).toEqual([])
  await tab.tell({ type: 'set', debug: true })
  await tab.get(LIST, { headers: { authorization: 'Bearer secret' } })
  world.restart()
  await tab.post(PAY, { card: 'secret' })

  expect(lines.filter((line) => line.startsWith('%c'))).toEqual([
    `%cpayment-sync; fwd=miss; fwd-status=200; stored%c GET https://app.test${LIST} 0 ms`,
    `%cpayment-sync; fwd=method; fwd-status=200%c POST https://app.test${PAY} 0 ms`,
  ])
  expect(lines.join()).not.toMatch(/secret|PENDING|ESCROW/)
  await tab.tell({ type: 'set', debug: false })
  await tab.get(LIST)
  expect(lines).toHaveLength(4)
})

test('in debug mode a message that cannot be read is said to be ignored, and nothing of it', async () => {
  const lines: string[] = []
  vi.spyOn(console, 'warn').mockImplementation((line: string) => lines.push(line))
  const { world } = begin()
  const tab = world.open()
  void tab.tell({ type: 'secret' } as never)
  await tab.tell({ type: 'set', debug: true })
  void tab.tell({ type: 'secret' } as never)

  expect(lines).toEqual([expect.stringMatching(/^payment-sync ignored a message/)])
  expect(lines[0]).not.toContain('secret')
})

test('a request that nobody answered is told as such, whether it read or changed something', async () => {
  const { world } = begin()
  const tab = world.open()
  world.network.online = false
  await expect(tab.get(VERIFY)).rejects.toThrow()
  await expect(tab.post(PAY)).rejects.toThrow()

  expect(await report<Decision>(tab, 'decisions')).toMatchObject([
    { method: 'GET', class: 'payment', cacheStatus: 'payment-sync; fwd=bypass', own: true },
    { method: 'POST', class: '', cacheStatus: 'payment-sync; fwd=bypass', own: true },
  ])
})
