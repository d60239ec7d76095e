import { expect, test } from 'vitest'
import { askedOf, batched, landed, many, verify, WITHIN } from './batch-stage.ts'
import { begin, isHeld, paymentOf, PAY } from './stage.ts'
import type { World } from './world.ts'

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

function answerWith(body: unknown, init?: ResponseInit): (world: World) => void {
  return ({ network }) => void network.hold(many('7', '8')).then((arrived) => arrived.answer(body, init))
}
