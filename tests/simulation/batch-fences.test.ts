import { expect, test } from 'vitest'
import type { Identity } from '../../shared/policy.ts'
import { askedOf, askTogether, batched, landed, many, verify, WITHIN } from './batch-stage.ts'
import { begin, isHeld, paymentOf, PAY } from './stage.ts'

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
  const { reads, answerThen } = await askTogether(world, server, tab)
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
  const { reads, answerThen } = await askTogether(world, server, tab)
  await other.tell({ type: 'invalidate', groups: ['payments'] })
  answerThen()
  await world.idle()

  await landed(world, reads)

  expect(askedOf(world)).toEqual([`GET ${many('7', '8')}`, `GET ${many('7', '8')}`])
})

test('a newer answer to one of them is not followed by the older one that was asked for with others', async () => {
  const { world, server } = begin(batched())
  const [tab, other] = [world.open(), world.open()]
  const { reads, answerThen } = await askTogether(world, server, tab)
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

test('what was asked for together before a login is nobody’s after it', async () => {
  const { world, server } = begin(batched())
  const tab = world.open()
  const { reads, answerThen } = await askTogether(world, server, tab)
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

test('one that asks for itself has a stamp of its own: what was changed since the others were asked for it has seen', async () => {
  const { world, server } = begin(batched())
  const [tab, other] = [world.open(), world.open()]
  server.hidden.add('7')
  const { reads, answerThen } = await askTogether(world, server, tab)
  await other.post(PAY)
  answerThen()

  const [seven, eight] = await landed(world, reads)

  expect(seven && paymentOf(seven)).toBe('ESCROW')
  expect(seven?.asOf).toBeGreaterThan(eight?.asOf ?? 0)
  expect(askedOf(world)).toEqual([`GET ${many('7', '8')}`, `POST ${PAY}`, `GET ${verify('7')}`])
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
