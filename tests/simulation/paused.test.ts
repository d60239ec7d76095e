import { expect, test } from 'vitest'
import { begin, isHeld, LIST, ONE, PAY, paymentOf, SERVICES } from './stage.ts'
import type { Tab } from './tab.ts'

const pause = (tab: Tab, paused = true) => tab.tell({ type: 'set', paused })

/** ms; what was sent past the worker may still be under way for so long. */
const PASSED_BY_FOR = 10_000

test('a paused worker answers nothing, and every page can learn it', async () => {
  const { world } = begin()
  const [tab, other] = [world.open(), world.open()]
  await tab.get(LIST)
  other.heard.length = 0

  expect(await pause(tab)).toMatchObject({ type: 'latest', paused: true })

  expect((await tab.get(LIST)).how).toBe('')
  expect((await other.post(PAY)).how).toBe('')
  expect(world.network.count(LIST)).toBe(2)
  expect(other.heard[0]).toMatchObject({ type: 'started' })
  expect(await other.tell({ type: 'hello' })).toMatchObject({ paused: true })
})

test('what was stored before a pause is not served after it: pages have had newer answers', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.get(LIST)
  await pause(tab)
  server.change('7', 'ESCROW')
  expect(paymentOf(await tab.get(LIST))).toBe('ESCROW')

  expect(await pause(tab, false)).toMatchObject({ paused: false })

  expect(paymentOf(await tab.get(LIST, { cache: 'force-cache' }))).toBe('ESCROW')
})

test('an answer that was under way as the worker goes on is newer than what it then reads, and nothing older follows', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.get(LIST)
  await pause(tab)
  const held = server.hold(LIST)
  const passedBy = tab.get(LIST)
  const { answerNow } = await held
  await pause(tab, false)
  expect(paymentOf(await tab.get(LIST))).toBe('PENDING')
  server.change('7', 'ESCROW')
  answerNow()
  expect(paymentOf(await passedBy)).toBe('ESCROW')

  expect(paymentOf(await tab.get(LIST, { cache: 'force-cache' }))).toBe('ESCROW')
  await world.advance(PASSED_BY_FOR)
  await tab.get(LIST)
  expect(await isHeld(tab, LIST)).toBe(true)
})

test('another user who logged in during a pause is not shown the body that an ETag confirms', async () => {
  const { world, server } = begin()
  const tab = world.open()
  await tab.get(ONE)
  await pause(tab)
  // Unseen: by a page that goes past the worker.
  server.user = '2'

  await pause(tab, false)

  expect((await tab.get(ONE)).body).toMatchObject({ user: '2' })
  expect(world.network.log.at(-1)?.request.headers.get('if-none-match')).toBe(null)
})

test('what changes something is watched all the same', async () => {
  const { world } = begin()
  const [tab, other] = [world.open(), world.open()]
  await pause(tab)
  other.heard.length = 0

  await tab.post(PAY)
  await world.idle()

  expect(other.told).toContain('booking:7')
})

test('a pause outlives the worker: its next run serves nothing, even to the first who asks', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(SERVICES)
  await pause(tab)
  world.restart()

  expect((await tab.get(SERVICES)).how).toMatch(/^fwd=/)
  // It knows now.
  expect((await tab.get(SERVICES)).how).toBe('')
})

test('a run beside the one that was told serves nothing either', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(LIST)
  const former = world.replace()
  await tab.get(LIST)
  await former.message({ type: 'set', paused: true }, tab.id)

  expect((await tab.get(LIST, { cache: 'force-cache' })).how).toMatch(/^fwd=/)
})

test('a pause that cannot be written is refused, and nothing is served then', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(LIST)
  world.disk.fault = (step) => {
    if (step === 'write') throw new DOMException('The disk is broken', 'UnknownError')
  }

  expect(await pause(tab)).toMatchObject({ type: 'refused' })
  expect((await tab.get(LIST)).how).toBe('')
})
