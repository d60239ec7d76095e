import { expect, test } from 'vitest'
import { begin, isHeld, LIST, ONE, PAY, paymentOf, SERVICES, VERIFY } from './stage.ts'

const plain = { agingFields: [] }

test('max-age shortens what the table allows, and never lengthens it', async () => {
  const { world, server } = begin(plain)
  const tab = world.open()
  server.headers = { 'cache-control': 'max-age=10' }
  await tab.get(ONE)
  server.headers = { 'cache-control': 'max-age=3600' }
  await tab.get(LIST)
  await world.advance(10_001)
  expect(await isHeld(tab, ONE)).toBe(false)
  await world.advance(290_000)
  expect(await isHeld(tab, LIST)).toBe(false)
})

test('stale-while-revalidate and stale-if-error extend max-age, each for its own use', async () => {
  const { world, server } = begin(plain)
  const tab = world.open()
  server.headers = { 'cache-control': 'max-age=10, stale-while-revalidate=20, stale-if-error=60' }
  await tab.get(ONE)
  await world.advance(20_000)
  expect((await tab.get(ONE)).how).toMatch(/^hit/)
  await world.idle()
  await world.advance(31_000)
  world.network.online = false
  expect((await tab.get(ONE)).how).toMatch(/network-fallback$/)
})

test('must-revalidate allows neither a fallback nor stale-while-revalidate', async () => {
  const { world, server } = begin(plain)
  const tab = world.open()
  server.headers = { 'cache-control': 'must-revalidate' }
  await tab.get(ONE)
  await tab.get(VERIFY)
  await world.advance(31_000)
  expect((await tab.get(ONE)).how).toMatch(/^fwd=stale/)
  world.network.online = false
  await expect(tab.get(VERIFY)).rejects.toThrow()
  await world.advance(31_000)
  await expect(tab.get(ONE)).rejects.toThrow()
})

test('no-cache leaves a payment its 30 s, and a booking none', async () => {
  const { world, server } = begin(plain)
  const tab = world.open()
  server.headers = { 'cache-control': 'private, no-cache' }
  await tab.get(VERIFY)
  await tab.get(ONE)
  await world.advance(1)
  expect((await tab.get(ONE)).how).toMatch(/^fwd=stale/)
  world.network.online = false
  expect((await tab.get(VERIFY)).how).toMatch(/network-fallback$/)
})

test('Vary: an answer is for requests with the same values', async () => {
  const { world, server } = begin()
  const tab = world.open()
  server.headers = { vary: 'Accept-Language' }
  const init = (language: string): RequestInit => ({ headers: { 'accept-language': language } })
  await tab.get(SERVICES, init('de'))
  expect((await tab.get(SERVICES, init('de'))).how).toMatch(/^hit/)
  expect((await tab.get(SERVICES, init('fr'))).how).toMatch(/^fwd=miss/)
})

test('Vary: a 304 that leaves it unsaid does not widen for whom an answer is', async () => {
  const { world, server } = begin(plain)
  const tab = world.open()
  const init = { headers: { 'accept-language': 'en' } }
  server.headers = { vary: 'Accept-Language' }
  await tab.get(ONE, init)
  server.headers = {}
  expect((await tab.get(ONE, { ...init, cache: 'no-cache' })).how).toBe('fwd=request; fwd-status=304; stored')
  expect((await tab.get(ONE, { headers: { 'accept-language': 'af' } })).how).not.toMatch(/^hit/)
})

test('Vary: * is stored for nobody', async () => {
  const { world, server } = begin()
  const tab = world.open()
  server.headers = { vary: '*' }
  await tab.get(SERVICES)
  expect(await isHeld(tab, SERVICES)).toBe(false)
})

test('reads with other headers share no request', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  const held = server.hold(SERVICES)
  const first = tab.get(SERVICES, { headers: { 'accept-language': 'de' } })
  const { answerNow } = await held
  await other.get(SERVICES, { headers: { 'accept-language': 'fr' } })
  answerNow()
  await first
  expect(world.network.count(SERVICES)).toBe(2)
})

test('a 304 whose entry has gone is asked for again, unconditionally', async () => {
  const { world, server } = begin({ limits: { entries: 1 } })
  const [tab, other] = [world.open(), world.open()]
  await tab.get(VERIFY)
  const held = server.hold(VERIFY)
  const read = tab.get(VERIFY)
  const { answerThen } = await held
  await world.advance(1)
  await other.get(SERVICES)
  answerThen()
  const seen = await read
  expect([seen.status, paymentOf(seen)]).toEqual([200, 'PENDING'])
  expect(world.network.log.at(-1)?.request.headers.get('if-none-match')).toBe(null)
})

test('a 304 confirms only the version that was asked about', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  await tab.get(VERIFY)
  const held = server.hold(VERIFY)
  const read = tab.get(VERIFY)
  const { answerThen } = await held
  server.change('7', 'ESCROW')
  await other.get(VERIFY, { cache: 'reload' })
  answerThen()
  expect(paymentOf(await read)).toBe('ESCROW')
  expect(paymentOf(await tab.get(VERIFY, { cache: 'force-cache' }))).toBe('ESCROW')
})

test('a 304 for what is no longer held is asked for again', async () => {
  const { world, server } = begin()
  const [tab, other] = [world.open(), world.open()]
  const etag = (await tab.get(VERIFY)).headers.get('etag') ?? ''
  server.change('7', 'ESCROW')
  const first = server.hold(VERIFY)
  const reload = other.get(VERIFY, { cache: 'reload' })
  const slow = await first
  const second = world.network.hold(VERIFY)
  const read = tab.get(VERIFY, { cache: 'no-cache', headers: { 'accept-language': 'de' } })
  const confirming = await second
  expect(confirming.request.headers.get('if-none-match')).toBe(etag)
  slow.answerThen()
  await reload
  // Meanwhile it was taken back.
  confirming.answer(undefined, { status: 304, headers: { etag } })
  await read
  expect(world.network.log.at(-1)?.request.headers.get('if-none-match')).toBe(null)
})

test('a 304 brings headers up to date, and keeps those of the body', async () => {
  const { world, server } = begin()
  const tab = world.open()
  server.headers = { 'x-request': '1', 'content-language': 'de' }
  await tab.get(VERIFY)
  server.headers = { 'x-request': '2' }
  const { headers } = await tab.get(VERIFY)
  expect([headers.get('x-request'), headers.get('content-language')]).toEqual(['2', 'de'])
  expect(headers.get('content-type')).toBe('application/json')
})

test('what an invalidation hit is not served, and still confirmed by its ETag', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get('/api/bookings/8')
  await tab.post('/api/book-service/9/cancel', {})
  await tab.get(LIST)
  await tab.tell({ type: 'invalidate', groups: ['bookings'] })
  expect((await tab.get(LIST)).how).toBe('fwd=stale; fwd-status=304; stored')
})

test('groups that the server names need no rule', async () => {
  const { world, server } = begin()
  const tab = world.open()
  server.headers = { 'cache-groups': '"offers", "spring"' }
  await tab.get(SERVICES)
  const held = world.network.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  ;(await held).answer({ success: true }, { headers: { 'cache-group-invalidation': '"spring"' } })
  await paid
  expect(tab.told).toContain('spring')
  expect(await isHeld(tab, SERVICES)).toBe(false)
})

test('an answer with more groups than the ledger can look up is hit by every invalidation', async () => {
  const { world } = begin()
  const tab = world.open()
  const bookings = Array.from({ length: 300 }, (_, id) => ({ id: `many-${id}`, payment: null }))
  const held = world.network.hold(LIST)
  const read = tab.get(LIST)
  ;(await held).answer({ bookings })
  await read
  expect(await isHeld(tab, LIST)).toBe(true)
  await tab.tell({ type: 'invalidate', groups: ['something-else'] })
  expect(await isHeld(tab, LIST)).toBe(false)
})

test('an address that a mutation created or answered for is wrong too', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(SERVICES)
  const held = world.network.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  ;(await held).answer({ success: true }, { status: 201, headers: { location: SERVICES } })
  await paid
  expect(await isHeld(tab, SERVICES)).toBe(false)
})

test('the identity in an answer ends the session when it is another one', async () => {
  const { world, server } = begin({ identity: { field: 'user' } })
  const tab = world.open()
  await tab.get(LIST)
  await tab.get(ONE)
  expect(tab.told).toEqual([])
  server.user = '2'
  await tab.get(ONE, { cache: 'reload' })
  expect(tab.told).toEqual(['*'])
  expect((await tab.get(LIST)).body).toMatchObject({ user: '2' })
})
