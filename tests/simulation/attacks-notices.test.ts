import { expect, test } from 'vitest'
import { begin, broken, invalidations, isHeld, LIST, ONE, PAY, paymentOf, SERVICES, VERIFY } from './stage.ts'

const observed = { mutations: [{ url: '/api/book-service/:id/*', invalidates: ['booking:{path.id}'], observe: true }] }

test('16: a request that no rule names makes everything of its session wrong', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(SERVICES)
  const sent = await tab.post('/api/reviews', { rating: 5 })
  // Watched, never answered.
  expect(sent.how).toBe('')
  await world.idle()
  expect(tab.told).toEqual(['*'])
  expect(await isHeld(tab, SERVICES)).toBe(false)
})

test('16: a beacon that the policy exempts flushes nothing', async () => {
  const { world } = begin({ mutations: [{ url: '/api/analytics', invalidates: [] }] })
  const tab = world.open()
  await tab.get(SERVICES)
  await tab.post('/api/analytics')
  await world.idle()
  expect(tab.told).toEqual([])
  expect(await isHeld(tab, SERVICES)).toBe(true)
})

test('a mutation that is only observed is not answered, and what it touches is not trusted until it ends', async () => {
  const { world, server } = begin(observed)
  const tab = world.open()
  await tab.get(ONE)
  const held = server.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  const { answerNow } = await held
  await world.idle()
  expect(tab.told).toEqual(['booking:7', '@url:https://app.test/api/book-service/7/pay'])
  await tab.get(ONE)
  expect(await isHeld(tab, ONE)).toBe(false)
  answerNow()
  expect((await paid).how).toBe('')
  const url = new URL(PAY, 'https://app.test').href
  await tab.tell({ type: 'mutated', method: 'POST', url, ended: true, groups: ['payment:ref-7'] })
  expect(tab.told).toContain('payment:ref-7')
  expect(paymentOf(await tab.get(ONE))).toBe('ESCROW')
  expect(await isHeld(tab, ONE)).toBe(true)
})

test('an observed mutation of whose end nobody tells is over after 10 s', async () => {
  const { world, server } = begin(observed)
  const tab = world.open()
  const held = server.hold(`POST ${PAY}`)
  void tab.post(PAY)
  const { answerNow } = await held
  await world.advance(9_000)
  await tab.get(ONE)
  answerNow()
  expect(await isHeld(tab, ONE)).toBe(false)
  await world.advance(1_000)
  expect(paymentOf(await tab.get(ONE))).toBe('ESCROW')
  expect(await isHeld(tab, ONE)).toBe(true)
})

test('a mutation that went past the worker counts when a page tells of it', async () => {
  const { world } = begin()
  const [tab, past] = [world.open(), world.open()]
  past.controlled = false
  await tab.get(ONE)
  await past.post(PAY)
  const url = new URL(PAY, 'https://app.test').href
  await past.tell({ type: 'mutated', method: 'POST', url, ended: true, groups: [] })
  expect(paymentOf(await tab.get(ONE))).toBe('ESCROW')
  expect(tab.told).toContain('booking:7')
})

test('a mutation past the worker whose end nobody could learn is not trusted for a minute', async () => {
  const { world, server } = begin()
  const [tab, past] = [world.open(), world.open()]
  past.controlled = false
  const url = new URL(PAY, 'https://app.test').href
  await past.tell({ type: 'mutated', method: 'POST', url, ended: false, groups: [] })
  await past.tell({ type: 'mutated', method: 'POST', url, ended: true, groups: [], unknown: true })
  await world.advance(59_000)
  await tab.get(ONE)
  expect(await isHeld(tab, ONE)).toBe(false)
  server.change('7', 'ESCROW')
  await world.advance(1_000)
  expect(paymentOf(await tab.get(ONE))).toBe('ESCROW')
  expect(await isHeld(tab, ONE)).toBe(true)
})

test('a login that went past the worker counts when a page tells of it', async () => {
  const { world, server } = begin()
  const [tab, past] = [world.open(), world.open()]
  past.controlled = false
  await tab.get(ONE)
  await past.post('/api/auth/login', {})
  server.user = '2'
  const url = 'https://app.test/api/auth/login'
  await past.tell({ type: 'mutated', method: 'POST', url, ended: true, groups: [] })
  expect((await tab.get(ONE)).body).toMatchObject({ user: '2' })
})

test('22: killed after the settlement was written and before a page heard of it, the next run tells where it is', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.get(LIST)
  const before = await tab.tell({ type: 'hello' })
  world.onStep = (step) => {
    if (step !== 'tell' || server.executed.length === 0) return
    world.onStep = undefined
    world.restart()
  }
  void tab.post(PAY)
  await world.idle()
  expect(tab.told).toEqual([])
  await tab.get(SERVICES)
  expect(tab.heard.at(-1)).toMatchObject({ type: 'started' })
  if (before?.type !== 'latest') throw new Error('no answer')
  const missed = await tab.tell({ type: 'catch-up', since: before.stamp, born: before.born })
  expect(missed).toMatchObject({
    type: 'latest',
    groups: expect.arrayContaining(['booking:7', 'bookings']) as string[],
  })
})

test('22: a page that slept asks for what it missed, once, and then knows', async () => {
  const { world } = begin()
  const [tab, other] = [world.open(), world.open()]
  const before = await tab.tell({ type: 'hello' })
  if (before?.type !== 'latest') throw new Error('no answer')
  tab.asleep = true
  await other.post(PAY)
  tab.asleep = false
  expect(tab.told).toEqual([])
  const missed = await tab.tell({ type: 'catch-up', since: before.stamp, born: before.born })
  if (missed?.type !== 'latest') throw new Error('no answer')
  expect(missed.groups).toContain('booking:7')
  expect(await tab.tell({ type: 'catch-up', since: missed.stamp, born: missed.born })).toEqual({
    ...missed,
    groups: [],
  })
})

test('each notice tells the stamp before it, so that a gap is seen', async () => {
  const { world } = begin()
  const tab = world.open()
  const before = await tab.tell({ type: 'hello' })
  await tab.post(PAY)
  await tab.post('/api/book-service/8/cancel')
  const [first, second] = tab.heard.filter((message) => message.type === 'invalidated')
  expect(first?.before).toBe(before?.type === 'latest' && before.stamp)
  expect(second?.before).toBe(first?.stamp)
})

test('a page that knows another database, or a stamp that is forgotten, is told everything', async () => {
  const { world } = begin()
  const tab = world.open()
  const before = await tab.tell({ type: 'hello' })
  if (before?.type !== 'latest') throw new Error('no answer')
  await tab.post(PAY)
  expect(await tab.tell({ type: 'catch-up', since: before.stamp, born: 'other' })).toMatchObject({ groups: ['*'] })
  await world.advance(3_600_000)
  await tab.post('/api/book-service/8/cancel')
  expect(await tab.tell({ type: 'catch-up', since: before.stamp, born: before.born })).toMatchObject({ groups: ['*'] })
})

test('the ledger forgets what no entry can be older than, and what is older is wrong', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(SERVICES)
  for (let times = 0; times < 50; times += 1) {
    await tab.post(`/api/book-service/${times}/cancel`)
    await world.advance(120_000)
  }
  expect(world.disk.tables.ledger.size).toBeLessThan(80)
  expect(await isHeld(tab, SERVICES)).toBe(false)
})

test('25: the truth behind a masked answer is told, also when nothing has changed', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.tell({ type: 'hello' })
  await tab.get(LIST)
  await world.advance(31_000)
  expect(paymentOf(await tab.get(LIST))).toBe('CHECKING')
  await world.idle()
  expect(world.network.count(LIST)).toBe(2)
  expect(tab.heard.at(-1)).toMatchObject({ type: 'updated', url: `https://app.test${LIST}` })
  expect(paymentOf(await tab.get(LIST, { cache: 'force-cache' }))).toBe('PENDING')
})

test('25: bookings are there at once, and a payment in them that is past 30 s says that it is being checked', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.tell({ type: 'hello' })
  await tab.get(LIST)
  await world.advance(31_000)
  server.change('7', 'ESCROW')
  const shown = await tab.get(LIST)
  expect(paymentOf(shown)).toBe('CHECKING')
  expect(shown.headers.get('etag')).toBe(null)
  await world.idle()
  expect(tab.heard.at(-1)).toMatchObject({ type: 'updated' })
  expect(paymentOf(await tab.get(LIST, { cache: 'force-cache' }))).toBe('ESCROW')
})

test('26: a page that does not use the client waits for the truth instead', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.get(LIST)
  await world.advance(31_000)
  server.change('7', 'ESCROW')
  expect(paymentOf(await tab.get(LIST))).toBe('ESCROW')
})

test('26: a payment that was changed is masked in a booking at once, however young', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.tell({ type: 'hello' })
  await tab.get(ONE)
  await tab.tell({ type: 'invalidate', groups: ['payments'] })
  expect(paymentOf(await tab.get(ONE))).toBe('CHECKING')
})

test('a page refreshes by hand, for all tabs, and can not forge names of the library', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  await tab.get(ONE)
  server.change('7', 'ESCROW')
  expect(await tab.tell({ type: 'invalidate', groups: ['@all'] })).toMatchObject({ type: 'refused' })
  expect(await isHeld(tab, ONE)).toBe(true)
  await tab.tell({ type: 'invalidate', groups: ['booking:7'] })
  expect(other.told).toEqual(['booking:7'])
  expect(paymentOf(await other.get(ONE))).toBe('ESCROW')
  expect(invalidations(tab)).toBe(1)
  await tab.get(VERIFY)
})

test('a run that can not begin tells pages so: the one before may have been stopped with something to tell', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(ONE)
  world.disk.fault = broken
  world.restart()
  // Past the worker; it notes nothing, and is stopped before it has told anybody.
  world.onStep = (step) => {
    if (step !== 'delete database') return
    world.onStep = undefined
    world.kill({ repeats: false })
  }
  const told = tab.told.length
  await tab.post(PAY).catch(() => undefined)
  await world.idle()
  expect(tab.told).toHaveLength(told)
  await tab.get(ONE)
  expect(tab.told.slice(told)).toContain('*')
})
