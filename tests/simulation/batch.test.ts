import { expect, test } from 'vitest'
import type { Identity } from '../../shared/policy.ts'
import { askedOf, batched, many, verify, WITHIN } from './batch-stage.ts'
import { begin, isHeld, paymentOf, PAY } from './stage.ts'
import type { World } from './world.ts'

/** Lets those who wait for others go. */
async function landed<Answer>(world: World, reads: readonly Promise<Answer>[]): Promise<Answer[]> {
  await world.advance(WITHIN)
  return Promise.all(reads)
}

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

test('who asks for a payment that is about to be asked for shares it, whatever is changed until it is sent', async () => {
  const { world, server } = begin(batched())
  const [tab, other] = [world.open(), world.open()]
  const reads = [tab.get(verify('7')), tab.get(verify('8'))]
  await world.idle()
  await other.post(PAY)
  server.change('8', 'RELEASED')
  reads.push(other.get(verify('7')), other.get(verify('8')))

  const seen = await landed(world, reads)

  expect(seen.map(paymentOf)).toEqual(['ESCROW', 'RELEASED', 'ESCROW', 'RELEASED'])
  expect(seen.map(({ how }) => how.includes('collapsed'))).toEqual([false, false, true, true])
  expect(askedOf(world)).toEqual([`POST ${PAY}`, `GET ${many('7', '8')}`])
  expect([await isHeld(tab, verify('7')), await isHeld(tab, verify('8'))]).toEqual([true, true])
})

test('what is changed while it is under way is asked for again, and no more than that', async () => {
  const { world, server } = begin(batched())
  const [tab, other] = [world.open(), world.open()]
  const slow = server.hold(many('7', '8'))
  const reads = [tab.get(verify('7')), tab.get(verify('8'))]
  await world.advance(WITHIN)
  const { answerThen } = await slow
  await other.post(PAY)
  answerThen()

  const [seven, eight] = await landed(world, reads)

  expect([seven, eight].map((seen) => seen && paymentOf(seen))).toEqual(['ESCROW', 'PENDING'])
  expect(askedOf(world)).toEqual([`GET ${many('7', '8')}`, `POST ${PAY}`, `GET ${verify('7')}`])
  const [later] = await landed(world, [other.get(verify('7'), { cache: 'force-cache' })])
  expect(later && paymentOf(later)).toBe('ESCROW')
  expect(await isHeld(tab, verify('8'))).toBe(true)
})

test('what a change overtakes together is asked for together once more', async () => {
  const { world, server } = begin(batched())
  const [tab, other] = [world.open(), world.open()]
  const slow = server.hold(many('7', '8'))
  const reads = [tab.get(verify('7')), tab.get(verify('8'))]
  await world.advance(WITHIN)
  const { answerThen } = await slow
  await other.tell({ type: 'invalidate', groups: ['payments'] })
  answerThen()
  await world.idle()

  await landed(world, reads)

  expect(askedOf(world)).toEqual([`GET ${many('7', '8')}`, `GET ${many('7', '8')}`])
})

test('a newer answer to one of them is not followed by the older one that was asked for with others', async () => {
  const { world, server } = begin(batched())
  const [tab, other] = [world.open(), world.open()]
  const slow = server.hold(many('7', '8'))
  const reads = [tab.get(verify('7')), tab.get(verify('8'))]
  await world.advance(WITHIN)
  const { answerThen } = await slow
  server.change('7', 'ESCROW')
  await other.get(verify('7'), { cache: 'reload' })
  answerThen()

  const [seven] = await landed(world, reads)

  expect(seven && paymentOf(seven)).toBe('ESCROW')
  expect((await tab.get(verify('7'), { cache: 'only-if-cached' })).body).toMatchObject({
    payment: { status: 'ESCROW' },
  })
})

test('while a payment may still happen it is not stored, and the others that were asked for with it are', async () => {
  const { world } = begin(batched())
  const tab = world.open()
  const lost = world.network.hold(`POST ${PAY}`)
  const paying = tab.post(PAY)
  ;(await lost).fail()
  await expect(paying).rejects.toThrow('Failed to fetch')

  await landed(world, [tab.get(verify('7')), tab.get(verify('8'))])

  expect(askedOf(world)).toEqual([`POST ${PAY}`, `GET ${many('7', '8')}`])
  expect([await isHeld(tab, verify('7')), await isHeld(tab, verify('8'))]).toEqual([false, true])
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

test('what was asked for together before a login is nobody’s after it', async () => {
  const { world, server } = begin(batched())
  const tab = world.open()
  const slow = server.hold(many('7', '8'))
  const reads = [tab.get(verify('7')), tab.get(verify('8'))]
  await world.advance(WITHIN)
  const { answerThen } = await slow
  server.user = '2'
  await tab.post('/api/auth/login')
  answerThen()

  await landed(world, reads)

  expect([await isHeld(tab, verify('7')), await isHeld(tab, verify('8'))]).toEqual([false, false])
})

test.each<[where: string, identity: Identity]>([
  ['in a header', { header: 'x-user' }],
  ['beside the items', { field: 'user' }],
  ['in each item', { field: 'payment.owner' }],
])('an answer to many that says %s to be somebody else’s ends the session, and is nobody’s', async (_, identity) => {
  const { world } = begin({ ...batched(), identity })
  const tab = world.open()
  const says = (user: string, ...ids: string[]): void => {
    const payments = ids.map((id) => ({ payment: { status: 'PENDING', owner: user }, booking: { id } }))
    world.network.server = (arrived) => arrived.answer({ user, payments }, { headers: { 'x-user': user } })
  }
  const held = () => Promise.all(['5', '6', '7', '8'].map((id) => isHeld(tab, verify(id))))
  says('1', '5', '6')
  await landed(world, [tab.get(verify('5')), tab.get(verify('6'))])
  expect(await held()).toEqual([true, true, false, false])
  says('2', '7', '8')

  await landed(world, [tab.get(verify('7')), tab.get(verify('8'))])

  expect(await held()).toEqual([false, false, false, false])
})

test.each<[what: string, breakIt: (world: World) => void]>([
  ['a connection that breaks', ({ network }) => void network.hold(many('7', '8')).then((arrived) => arrived.fail())],
  ['500', answerWith({ error: 'no' }, { status: 500 })],
  ['404', answerWith({ error: 'no such thing' }, { status: 404 })],
  ['401', answerWith({ error: 'who are you?' }, { status: 401 })],
  ['something that is no JSON', answerWith('<html>', { headers: { 'content-type': 'text/html' } })],
  ['JSON without items', answerWith({ payments: {} })],
  ['nothing', answerWith({ payments: [] })],
  ['items without ids', answerWith({ payments: [{ payment: { status: 'RELEASED' } }] })],
])('where all are answered with %s, each asks for itself', async (_, breakIt) => {
  const { world } = begin(batched())
  const tab = world.open()
  breakIt(world)

  const seen = await landed(world, [tab.get(verify('7')), tab.get(verify('8'))])

  expect(askedOf(world)).toEqual([`GET ${many('7', '8')}`, `GET ${verify('7')}`, `GET ${verify('8')}`])
  for (const { how, status, body } of seen) {
    expect([how, status]).toEqual(['fwd=miss; fwd-status=200; stored', 200])
    expect(body).toMatchObject({ payment: { status: 'PENDING' } })
  }
  expect(seen.map(({ body }) => body)).toMatchObject([{ booking: { id: '7' } }, { booking: { id: '8' } }])
})

test('an answer to many that is too large to be read goes unread, and each asks for itself', async () => {
  const { world } = begin({ ...batched(), limits: { entryBytes: 400 } })
  const tab = world.open()
  let cancelled = 0
  void world.network.hold(many('7', '8')).then((arrived) =>
    arrived.answer(
      new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(300)),
        cancel: () => void (cancelled += 1),
      }),
    ),
  )

  const seen = await landed(world, [tab.get(verify('7')), tab.get(verify('8'))])

  expect(seen.map(({ status }) => status)).toEqual([200, 200])
  expect(cancelled).toBe(1)
})

test('an endpoint that fails is left alone for half a minute', async () => {
  const { world } = begin(batched())
  const tab = world.open()
  const readBoth = () => landed(world, [tab.get(verify('7')), tab.get(verify('8'))])
  answerWith({ error: 'no such thing' }, { status: 404 })(world)
  await readBoth()
  world.network.log.length = 0
  await readBoth()
  expect(askedOf(world)).toEqual([`GET ${verify('7')}`, `GET ${verify('8')}`])
  await world.advance(30_000)
  world.network.log.length = 0
  await readBoth()
  expect(askedOf(world)).toEqual([`GET ${many('7', '8')}`])
})

test('one that the answer lacks shares what somebody else has asked for since', async () => {
  const { world, server } = begin(batched())
  const [tab, other] = [world.open(), world.open()]
  const asked = world.network.hold(many('7', '8'))
  const reads = [tab.get(verify('7')), tab.get(verify('8'))]
  await world.advance(WITHIN)
  const arrived = await asked
  await tab.post(PAY)
  const alone = server.hold(verify('7'))
  const late = other.get(verify('7'))
  await world.advance(WITHIN)
  const { answerNow } = await alone
  arrived.answer({ payments: [] })
  await world.idle()
  answerNow()
  expect((await Promise.all([...reads, late])).map(({ status }) => status)).toEqual([200, 200, 200])
  expect(askedOf(world).filter((each) => each === `GET ${verify('7')}`)).toHaveLength(1)
})

test('of two that may not share a request, one asks for what the answer lacks', async () => {
  const { world, server } = begin(batched())
  const [tab, other] = [world.open(), world.open()]
  // The payment may still happen: a read that is under way may be the older one.
  const lost = world.network.hold(`POST ${PAY}`)
  const paying = tab.post(PAY)
  ;(await lost).fail()
  await expect(paying).rejects.toThrow('Failed to fetch')
  server.hidden.add('7')

  const reads = [tab.get(verify('7')), other.get(verify('7')), other.get(verify('8'))]
  const seen = await landed(world, reads)

  expect(seen.map(({ status }) => status)).toEqual([200, 200, 200])
  expect(askedOf(world)).toEqual([`POST ${PAY}`, `GET ${many('7', '8')}`, `GET ${verify('7')}`])
})

test('one that the answer lacks asks for itself, and gets nobody else’s', async () => {
  const { world, server } = begin(batched())
  const tab = world.open()
  server.hidden.add('8')
  const gone = world.network.hold(verify('8'))
  const reads = [tab.get(verify('8')), tab.get(verify('7')), tab.get(verify('9'))]
  await world.advance(WITHIN)
  ;(await gone).answer({ error: 'no such booking' }, { status: 404 })

  const seen = await landed(world, reads)

  expect(seen.map(({ status, body }) => [status, (body as { booking?: { id: string } }).booking?.id])).toEqual([
    [404, undefined],
    [200, '7'],
    [200, '9'],
  ])
  expect(await isHeld(tab, verify('8'))).toBe(false)
})

test('one that asks for itself has a stamp of its own: what was changed since the others were asked for it has seen', async () => {
  const { world, server } = begin(batched())
  const [tab, other] = [world.open(), world.open()]
  server.hidden.add('7')
  const slow = server.hold(many('7', '8'))
  const reads = [tab.get(verify('7')), tab.get(verify('8'))]
  await world.advance(WITHIN)
  const { answerThen } = await slow
  await other.post(PAY)
  answerThen()

  const [seven, eight] = await landed(world, reads)

  expect(seven && paymentOf(seven)).toBe('ESCROW')
  expect(seven?.asOf).toBeGreaterThan(eight?.asOf ?? 0)
  expect(askedOf(world)).toEqual([`GET ${many('7', '8')}`, `POST ${PAY}`, `GET ${verify('7')}`])
})

test('of two items with one id neither counts', async () => {
  const { world, server } = begin(batched())
  const tab = world.open()
  const item = (id: string, status: string) => ({
    success: true,
    payment: { ...server.payment(id), status },
    booking: { id },
  })
  answerWith({ payments: [item('7', 'FAILED'), item('8', 'ESCROW'), item('7', 'ESCROW'), item('7', 'RELEASED')] })(
    world,
  )

  const [seven, eight] = await landed(world, [tab.get(verify('7')), tab.get(verify('8'))])

  expect([seven, eight].map((seen) => seen && paymentOf(seen))).toEqual(['PENDING', 'ESCROW'])
  expect(askedOf(world)).toEqual([`GET ${many('7', '8')}`, `GET ${verify('7')}`])
})

test.each([429, 503])('%i with Retry-After is said to each, and not asked for by each', async (status) => {
  const { world } = begin(batched())
  const tab = world.open()
  answerWith({ error: 'later' }, { status, headers: { 'retry-after': '20' } })(world)

  const seen = await landed(world, [tab.get(verify('7')), tab.get(verify('8'))])

  expect(askedOf(world)).toEqual([`GET ${many('7', '8')}`])
  expect(seen.map((one) => [one.status, one.headers.get('retry-after'), one.how])).toEqual([
    [status, '20', `fwd=miss; fwd-status=${status}; detail=batched`],
    [status, '20', `fwd=miss; fwd-status=${status}; detail=batched`],
  ])
})

test('a payment that is held stands in where all are told to come later', async () => {
  const { world } = begin(batched())
  const tab = world.open()
  const readBoth = () => landed(world, [tab.get(verify('7')), tab.get(verify('8'))])
  await readBoth()
  answerWith({ error: 'later' }, { status: 429, headers: { 'retry-after': '20' } })(world)

  expect((await readBoth()).map(({ how }) => how)).toEqual([
    'hit; ttl=29; detail=network-fallback',
    'hit; ttl=29; detail=network-fallback',
  ])
})

test('401 ends the session once, however many were asked for', async () => {
  const { world } = begin(batched())
  const tab = world.open()
  await landed(world, [tab.get(verify('7'))])
  const { server } = world.network
  world.network.server = (arrived) => arrived.answer({ error: 'who are you?' }, { status: 401 })

  const seen = await landed(world, [tab.get(verify('7')), tab.get(verify('8')), tab.get(verify('9'))])

  expect(seen.map(({ status }) => status)).toEqual([401, 401, 401])
  expect(tab.heard.filter((message) => message.type === 'invalidated' && message.reason === 'session')).toHaveLength(1)
  world.network.server = server
  expect(await isHeld(tab, verify('7'))).toBe(false)
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

test('a worker that is stopped while reads wait for others leaves nobody waiting', async () => {
  const { world } = begin(batched())
  const tab = world.open()
  const reads = [tab.get(verify('7')), tab.get(verify('8'))]
  await world.advance(WITHIN - 1)
  world.kill()
  await world.idle()

  const seen = await landed(world, reads)

  expect(seen.map(paymentOf)).toEqual(['PENDING', 'PENDING'])
  expect(askedOf(world)).toEqual([`GET ${many('7', '8')}`])
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

function answerWith(body: unknown, init?: ResponseInit): (world: World) => void {
  return ({ network }) => void network.hold(many('7', '8')).then((arrived) => arrived.answer(body, init))
}
