import { expect, test } from 'vitest'
import { takeLightPlatform } from './light/take-light-platform.ts'
import { play } from './random/play.ts'
import { scenarioOf, type Operation } from './random/scenario.ts'
import { describe, simulate } from './random/simulate.ts'
import { isMute } from './worker-run.ts'
import { World } from './world.ts'

const patience = 300_000

/** The same for everybody, so that a failure is the change's. Campaigns look elsewhere: `npm run simulate`. */
test('random histories keep every promise', { timeout: patience }, async () => {
  const failure = await simulate({ from: 1, runs: 1_500 })
  expect(failure && describe(failure)).toBe(undefined)
})

test('a seed tells the same story every time', async () => {
  takeLightPlatform()
  for (const seed of [7, 338, 8_105]) {
    const scenario = { ...scenarioOf(seed), traced: true }
    expect(await play(scenario)).toEqual(await play(scenario))
  }
})

test('nothing goes on by itself once no microtask is left: many turns of the event loop change nothing', async () => {
  takeLightPlatform()
  for (const seed of [2, 99, 4_711]) {
    const scenario = { ...scenarioOf(seed), traced: true }
    const { history, trace } = await play(scenario)
    const patient = await play({ ...scenario, turns: 20 })
    expect(patient.trace).toEqual(trace)
    expect(patient.history).toEqual(history)
  }
})

test('a page is owed notices from its first stamp on, and not before', async () => {
  takeLightPlatform()
  const calm = { slowNetwork: 0, slowPorts: 0, clientPages: false, urls: ['/api/bookings/7'] }
  const hello: Operation = { do: 'hello', tab: 0 }
  // Refused: the worker could not look.
  const failing: Operation = { do: 'break disk', step: 'read', how: 'broken', times: 2 }
  const pagesAfter = async (operations: readonly Operation[]): Promise<number> => {
    const { history } = await play({ ...scenarioOf(1), ...calm, operations })
    return history.pages.length
  }
  expect(await pagesAfter([hello])).toBe(1)
  expect(await pagesAfter([failing, hello])).toBe(0)
})

test('a logout that the browser sends again is over, in both the sessions that it began, when its page has the answer', async () => {
  takeLightPlatform()
  const calm = { slowNetwork: 1, slowPorts: 0, clientPages: false, urls: ['/api/bookings/7'] }
  const goOn: Operation = { do: 'go on', which: 0 }
  const operations: readonly Operation[] = [
    { do: 'log', tab: 0, way: 'out' },
    goOn,
    // Before the worker can tell anybody.
    { do: 'kill', steps: 3, repeats: true },
    goOn,
    goOn,
    goOn,
  ]
  const { history } = await play({ ...scenarioOf(1), ...calm, operations })
  const [first, again] = history.mutations
  expect(first).toMatchObject({ id: 'm1', boundary: { from: 's1', to: 's2' }, outcome: 'answered' })
  expect(again).toMatchObject({ id: 'm1 again', boundary: { from: 's2', to: 's3' }, end: first?.end })
  expect(again?.begin).toBe(first?.executions[0]?.until)
})

test('what a stopped worker had asked for changes no session once the page has the answer to its repeat', async () => {
  takeLightPlatform()
  const calm = { slowNetwork: 1, slowPorts: 0, clientPages: false, urls: ['/api/bookings/7'] }
  const first: Operation = { do: 'go on', which: 0 }
  const repeat: Operation = { do: 'go on', which: 1 }
  const operations: readonly Operation[] = [
    { do: 'log', tab: 0, way: 'out' },
    first,
    // Its answer is on its way, and somebody says hello.
    { do: 'kill', steps: 0, repeats: true },
    { do: 'hello', tab: 1 },
    repeat,
    repeat,
    first,
    { do: 'read', tab: 0, url: '/api/bookings/7', mode: 'reload' },
  ]
  const { history } = await play({ ...scenarioOf(1), ...calm, operations })
  expect(history.mutations).toMatchObject([{ id: 'm1', boundary: { from: 's1', to: 's3' }, outcome: 'answered' }])
  const [asked, askedAgain, ...after] = history.requests.map(({ session }) => session)
  expect([asked, askedAgain]).toEqual(['s1', 's1'])
  expect(new Set(after)).toEqual(new Set(['s3']))
})

test('a run that could neither write nor delete is not stopped before it can, and any other is', async () => {
  takeLightPlatform()
  const calm = { slowNetwork: 0, slowPorts: 0, aging: false, clientPages: false, urls: ['/api/bookings/7'] }
  const read: Operation = { do: 'read', tab: 0, url: '/api/bookings/7', mode: 'default' }
  const pay: Operation = { do: 'mutate', tab: 0, id: '7', act: 'pay' }
  const stopsAfter = async (failures: number, more: readonly Operation[]): Promise<number> => {
    const broken: Operation = { do: 'break disk', step: 'any', how: 'broken', times: failures }
    const stop: Operation = { do: 'kill', steps: 0, repeats: false }
    const operations = [read, broken, pay, stop, read, ...more]
    const { history } = await play({ ...scenarioOf(1), ...calm, operations })
    return history.troubles.filter(({ what }) => what === 'worker').length
  }
  // The write of its intent, the note, and the deletion.
  expect(await stopsAfter(3, [])).toBe(0)
  expect(await stopsAfter(3, [pay])).toBe(1)
  expect(await stopsAfter(2, [pay])).toBe(1)
})

test('a run whose write takes longer than anybody waits is not stopped before it is written', async () => {
  takeLightPlatform()
  const world = new World({}, { light: true, turns: 0 })
  const tab = world.open()
  const isNotStopped = (): boolean => isMute(world.run, world.mono)
  let goOn = (): void => undefined
  world.gate = (step) => (step === 'readwrite asked' ? new Promise((resolve) => (goOn = resolve)) : undefined)
  const paid = tab.post('/api/book-service/7/pay')
  await world.advance(499)
  expect(isNotStopped()).toBe(false)
  await world.advance(1)
  expect(isNotStopped()).toBe(true)
  world.gate = undefined
  goOn()
  await paid.catch(() => 'it may be a repeat')
  await world.idle()
  expect(isNotStopped()).toBe(false)
})

test('no page counts as awake while the laptop sleeps', async () => {
  takeLightPlatform()
  const calm = { slowNetwork: 0, slowPorts: 0, clientPages: false, urls: ['/api/bookings/7'] }
  const operations: readonly Operation[] = [
    { do: 'hello', tab: 0 },
    { do: 'sleep', ms: 61_000 },
  ]
  const { history } = await play({ ...scenarioOf(1), ...calm, operations })
  expect(history.pages.map(({ is }) => is)).toEqual(['opened', 'frozen', 'resumed'])
  const [, frozen, resumed] = history.pages
  expect((resumed?.at ?? 0) - (frozen?.at ?? 0)).toBeGreaterThan(61_000)
})
