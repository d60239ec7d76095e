import { expect, test } from 'vitest'
import { begin, LIST, PAY } from './stage.ts'

const idle = { type: 'take-over', idle: true } as const

test('a waiting worker takes over by itself only while no mutation is on record, and touches nothing before', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const held = server.hold(`POST ${PAY}`)
  const paid = tab.post(PAY)
  const { answerNow } = await held
  const before = structuredClone(world.disk.tables)
  const active = world.replace()
  const waiting = world.run
  await waiting.message(idle, tab.id)
  expect(world.tookOver).toBe(false)
  expect(world.disk.tables).toEqual(before)

  answerNow()
  await paid
  await world.idle()
  await waiting.message(idle, tab.id)

  expect(world.tookOver).toBe(true)
  expect(active.alive).toBe(true)
})

test('asked, it takes over whatever is under way: the browser lets that end first', async () => {
  const { world, server } = begin()
  const tab = world.open()
  const held = server.hold(`POST ${PAY}`)
  void tab.post(PAY)
  await held
  world.replace()

  await world.run.message({ type: 'take-over', idle: false }, tab.id)

  expect(world.tookOver).toBe(true)
})

test('it finds out on a database of the schema before, which it leaves as it is', async () => {
  const { world } = begin()
  const tab = world.open()
  await tab.get(LIST)
  const [active] = world.disk.connections
  world.disk.version = 1
  world.replace()

  await world.run.message(idle, tab.id)

  expect(world.tookOver).toBe(true)
  expect(world.disk.version).toBe(1)
  expect(world.disk.connections).toContain(active)
})

test('a worker that leaves answers nothing any more, says so, and can be asked nothing', async () => {
  const { world } = begin()
  const [tab, other] = [world.open(), world.open()]
  await tab.get(LIST)

  expect(await tab.tell({ type: 'leave' })).toMatchObject({ type: 'latest', groups: [] })

  expect(other.heard.at(-1)).toMatchObject({ type: 'invalidated', reason: 'removed', groups: ['*'], born: '' })
  expect((await tab.get(LIST)).how).toBe('')
  expect((await tab.post(PAY)).how).toBe('')
  expect(await tab.tell({ type: 'hello' })).toMatchObject({
    type: 'refused',
    problem: expect.stringContaining('the worker was unregistered') as unknown,
  })
})
