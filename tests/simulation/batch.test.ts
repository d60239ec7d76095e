import { expect, test } from 'vitest'
import { askedOf, batched, landed, many, verify, WITHIN } from './batch-stage.ts'
import { begin, isHeld } from './stage.ts'

test('reads of single payments, from any tab, are one request, and each is answered as by its own', async () => {
  const { world } = begin(batched())
  const [tab, other] = [world.open(), world.open()]

  const [seven, eight, again] = await landed(world, [
    tab.get(verify('7')),
    other.get(verify('8')),
    other.get(verify('7')),
  ])

  expect(askedOf(world)).toEqual([`GET ${many('7', '8')}`])
  expect([seven?.how, eight?.how, again?.how]).toEqual([
    'fwd=miss; fwd-status=200; stored; detail=batched',
    'fwd=miss; fwd-status=200; stored; detail=batched',
    'fwd=miss; fwd-status=200; stored; collapsed; detail=batched',
  ])
  for (const [id, seen] of [
    ['7', seven],
    ['8', eight],
  ] as const) {
    const alone = await tab.get(verify(id), { cache: 'no-store' })
    expect({ status: seen?.status, body: seen?.body }).toEqual({ status: alone.status, body: alone.body })
    expect(seen?.headers.get('x-user')).toBe('1')
    // It speaks of the whole body, of which this is a part.
    expect(seen?.headers.has('etag')).toBe(false)
  }
})

test('a payment that nobody asks for with another is asked for by its own URL, and confirmed by its ETag', async () => {
  const { world } = begin(batched())
  const tab = world.open()

  await landed(world, [tab.get(verify('7'))])
  const [again] = await landed(world, [tab.get(verify('7'))])

  expect(askedOf(world)).toEqual([`GET ${verify('7')}`, `GET ${verify('7')}`])
  expect(again?.how).toBe('fwd=stale; fwd-status=304; stored')
})

test('the first waits 10 ms, and no longer: who comes later is asked for later', async () => {
  const { world } = begin(batched())
  const tab = world.open()
  const reads = [tab.get(verify('7'))]
  await world.advance(WITHIN - 1)
  reads.push(tab.get(verify('8')))
  await world.advance(0)
  expect(askedOf(world)).toEqual([])
  await world.advance(1)
  reads.push(tab.get(verify('9')))
  await landed(world, reads)

  expect(askedOf(world)).toEqual([`GET ${many('7', '8')}`, `GET ${verify('9')}`])
})

test('no more are asked for at once than the policy says, and a full request waits for nobody', async () => {
  const { world } = begin(batched({ most: 2 }))
  const tab = world.open()
  const reads = ['1', '2', '3', '4', '5'].map((id) => tab.get(verify(id)))
  await world.idle()
  expect(askedOf(world)).toEqual([`GET ${many('1', '2')}`, `GET ${many('3', '4')}`])
  await landed(world, reads)
  expect(askedOf(world).slice(2)).toEqual([`GET ${verify('5')}`])
})

test.each<[how: string, init: RequestInit]>([
  ['reload', { cache: 'reload' }],
  ['no-store', { cache: 'no-store' }],
  ['other credentials', { credentials: 'omit' }],
  ['another header', { headers: { 'x-tenant': 'b' } }],
  ['another token', { headers: { authorization: 'Bearer b' } }],
])('what may not share a request is not asked for with others: %s', async (_, init) => {
  const { world } = begin(batched())
  const tab = world.open()

  await landed(world, [tab.get(verify('7')), tab.get(verify('8'), init)])

  expect(askedOf(world).sort()).toEqual([`GET ${verify('7')}`, `GET ${verify('8')}`])
})

test.each([
  '/api/payment/verify?reference=ref-8',
  `${verify('8')}&lang=de`,
  `${verify('8')}&bookingId=9`,
  verify('8,9'),
  '/api/payment/verify?bookingId=',
  '/api/payment/verify',
])('%s says something that the list of ids could not, and is asked for alone', async (url) => {
  const { world } = begin(batched())
  const tab = world.open()

  await landed(world, [tab.get(verify('7')), tab.get(url)])

  expect(askedOf(world).sort()).toEqual([`GET ${verify('7')}`, `GET ${url}`].sort())
})

test('what a page asks of a cache it asks of the worker: the server is asked for all of them together', async () => {
  const { world } = begin(batched())
  const tab = world.open()

  await landed(world, [
    tab.get(verify('7'), { cache: 'force-cache' }),
    tab.get(verify('8'), { headers: { 'cache-control': 'max-age=29' } }),
    tab.get(verify('9'), { cache: 'no-cache' }),
    tab.get(verify('10')),
  ])

  expect(askedOf(world)).toEqual([`GET ${many('7', '8', '9', '10')}`])
  expect(world.network.log[0]?.request.cache).toBe('reload')
})

test('tokens are asked for apart, each with its own', async () => {
  const { world } = begin(batched())
  const tab = world.open()
  const as = (token: string) => ({ headers: { authorization: token } })

  await landed(world, [
    tab.get(verify('7'), as('a')),
    tab.get(verify('8'), as('b')),
    tab.get(verify('8'), as('a')),
    tab.get(verify('9'), as('b')),
  ])

  const asked = world.network.log.map(({ path, request }) => [request.headers.get('authorization'), path])
  expect(asked).toEqual([
    ['a', many('7', '8')],
    ['b', many('8', '9')],
  ])
})

test('the headers of all hold for each', async () => {
  const { world, server } = begin(batched())
  const [tab, other] = [world.open(), world.open()]
  const readBoth = () => landed(world, [tab.get(verify('7')), tab.get(verify('8'))])
  server.headers = { 'cache-groups': '"tenant-a"', age: '12' }
  await readBoth()
  const { headers } = await tab.get(verify('7'), { cache: 'only-if-cached' })
  expect(Number(headers.get('age'))).toBe(12)
  await other.tell({ type: 'invalidate', groups: ['tenant-a'] })
  expect([await isHeld(tab, verify('7')), await isHeld(tab, verify('8'))]).toEqual([false, false])

  server.headers = { 'cache-control': 'no-store' }
  await readBoth()
  expect([await isHeld(tab, verify('7')), await isHeld(tab, verify('8'))]).toEqual([false, false])
})

test('an id in the path is as good as one in the query, and the endpoint is of the route’s own origin', async () => {
  const payment = { url: 'https://api.test/payments/:id', class: 'payment', groups: ['booking:{path.id}'] }
  const batch = { url: '/payments', ids: 'ids', id: 'id', each: 'payments[]', field: 'booking.id' }
  const { world, server } = begin({ routes: [{ ...payment, batch }] })
  const tab = world.open()
  world.network.server = (arrived) =>
    arrived.answer({ payments: ['a/b', '8'].map((id) => ({ payment: server.payment(id), booking: { id } })) })

  const seen = await landed(world, [tab.get('https://api.test/payments/a%2Fb'), tab.get('https://api.test/payments/8')])

  expect(world.network.log.map(({ request }) => request.url)).toEqual(['https://api.test/payments?ids=a%2Fb%2C8'])
  expect(seen.map(({ body }) => (body as { booking: { id: string } }).booking.id)).toEqual(['a/b', '8'])
})

test('one request to the API is counted, however many reads it answers', async () => {
  const { world } = begin(batched())
  const tab = world.open()
  await landed(world, [tab.get(verify('7')), tab.get(verify('8'))])

  const report = await tab.tell({ type: 'report', of: 'stats' })

  const [row] = (report as { rows: readonly { counts: Record<string, number> }[] }).rows
  expect(row?.counts).toEqual({
    'payment ask 200 0': 1,
    'payment fwd=miss; fwd-status=200; stored; detail=batched': 2,
  })
})
