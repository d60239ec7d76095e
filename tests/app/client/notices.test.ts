import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Latest } from '../../../app/client/ask-worker.ts'
import { createNotices } from '../../../app/client/notices.ts'
import type { Change } from '../../../app/client/subscribers.ts'
import type { FromWorker, ToWorker } from '../../../shared/protocol.ts'

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout'] }))
afterEach(() => vi.useRealTimers())

const latest = (stamp: number, groups: string[] = [], born = 'A'): Latest => ({ type: 'latest', stamp, born, groups })

const invalidated = (more: Partial<FromWorker & { type: 'invalidated' }> = {}): FromWorker => ({
  type: 'invalidated',
  groups: ['bookings'],
  reason: 'mutation',
  stamp: 20,
  before: 10,
  born: 'A',
  ...more,
})

/** A page that has greeted a worker at stamp 10, and what it asked and told since. */
async function page(answers: (message: ToWorker) => Latest | Error = () => latest(10)) {
  const asked: ToWorker[] = []
  const told: Change[] = []
  const errors: Error[] = []
  let answer = answers
  let isThere = true
  const ask = async (message: ToWorker): Promise<Latest | undefined> => {
    if (!isThere) return undefined
    asked.push(message)
    const reply = answer(message)
    if (reply instanceof Error) throw reply
    return reply
  }
  const notices = createNotices(
    ask,
    (change) => told.push(change),
    (error) => errors.push(error),
  )
  await notices.greet()
  asked.length = 0
  return {
    notices,
    asked,
    told,
    errors,
    answerWith: (next: typeof answers) => (answer = next),
    loseWorker: () => (isThere = false),
  }
}

test('a notice that follows the one before is told, and nothing is asked', async () => {
  const { notices, asked, told } = await page()

  notices.receive(invalidated())
  notices.receive(invalidated({ stamp: 30, before: 20, groups: ['booking:7'] }))

  expect(told.map(({ groups, asOf }) => [groups, asOf])).toEqual([
    [['bookings'], 20],
    [['booking:7'], 30],
  ])
  expect(asked).toEqual([])
})

test('a gap before a notice makes the page ask for what it missed, and tell it', async () => {
  const { notices, asked, told, answerWith } = await page()
  answerWith(() => latest(30, ['booking:7', 'bookings']))

  notices.receive(invalidated({ stamp: 30, before: 20 }))
  await vi.waitFor(() => expect(told).toHaveLength(2))

  expect(asked).toEqual([{ type: 'catch-up', since: 10, born: 'A' }])
  expect(told[1]).toMatchObject({ reason: 'missed', groups: ['booking:7', 'bookings'], asOf: 30 })
  notices.receive(invalidated({ stamp: 40, before: 30 }))
  expect(asked).toHaveLength(1)
})

test('a discovered change is told although its stamp is older than what the page knows', async () => {
  const { notices, told } = await page()

  notices.receive(invalidated({ reason: 'discovered', stamp: 5, before: 4, groups: ['payment:r'] }))

  expect(told).toMatchObject([{ reason: 'discovered', groups: ['payment:r'], asOf: 5 }])
})

test('another birth mark makes everything invalid, and every as-of worthless', async () => {
  const { notices, told } = await page()

  notices.receive(invalidated({ born: 'B', stamp: 3, before: 2 }))
  notices.receive(invalidated({ born: 'B', stamp: 4, before: 3 }))

  expect(told).toMatchObject([
    { groups: ['*'], reborn: true },
    { groups: ['bookings'], reborn: false },
  ])
})

test('a run that starts with the stamp that the page knows tells it nothing', async () => {
  const { notices, asked, told } = await page()

  notices.receive({ type: 'started', stamp: 10, born: 'A' })
  await vi.waitFor(() => expect(asked).toEqual([{ type: 'hello' }]))

  expect(told).toEqual([])
})

test('a run that starts with another stamp is greeted, and asked what was missed', async () => {
  const { notices, asked, told, answerWith } = await page()
  answerWith(({ type }) => latest(50, type === 'catch-up' ? ['bookings'] : []))

  notices.receive({ type: 'started', stamp: 50, born: 'A' })
  await vi.waitFor(() => expect(told).toHaveLength(1))

  expect(asked.map(({ type }) => type)).toEqual(['hello', 'catch-up'])
})

test('a run that starts with another birth mark makes everything invalid', async () => {
  const { notices, told, answerWith } = await page()
  answerWith(() => latest(10, [], 'B'))

  notices.receive({ type: 'started', stamp: 10, born: 'B' })
  await vi.waitFor(() => expect(told).toMatchObject([{ groups: ['*'], reborn: true }]))
})

test('while the outcome of a change is unknown the page asks again at its end, and tells it again', async () => {
  const { notices, asked, told } = await page()

  notices.receive(invalidated({ reason: 'outcome-unknown', unsettledFor: 60_000 }))
  await vi.advanceTimersByTimeAsync(59_999)
  expect(asked).toEqual([])
  await vi.advanceTimersByTimeAsync(1)

  expect(asked).toMatchObject([{ type: 'catch-up' }])
  expect(told[1]).toMatchObject({ groups: ['bookings'], asOf: undefined })
})

test('several signs of coming back ask once; when nobody answers, every subscriber is told to look for itself', async () => {
  const { notices, asked, told, errors, answerWith } = await page()
  answerWith(() => new Error('nobody'))

  await Promise.all([notices.catchUp(), notices.catchUp(), notices.catchUp()])

  expect(asked).toHaveLength(1)
  expect(told).toEqual([{ reason: 'resumed', groups: ['*'], asOf: undefined }])
  expect(errors).toHaveLength(1)
})

test('a page that no worker looks after revalidates what it shows when it comes back', async () => {
  const { notices, asked, told, loseWorker } = await page()
  loseWorker()

  await notices.catchUp()

  expect(asked).toEqual([])
  expect(told).toMatchObject([{ reason: 'resumed', groups: ['*'] }])
})

test('what a page was answered before it knew any stamp is checked against what changed since', async () => {
  const asked: ToWorker[] = []
  const told: Change[] = []
  const notices = createNotices(
    async (message) => {
      asked.push(message)
      return latest(10, message.type === 'catch-up' ? ['bookings'] : [])
    },
    (change) => told.push(change),
    () => undefined,
  )

  notices.saw(9)
  notices.saw(7)
  await notices.greet()

  expect(asked).toEqual([{ type: 'hello' }, { type: 'catch-up', since: 7, born: 'A' }])
  expect(told).toMatchObject([{ groups: ['bookings'] }])
})

test('a change in another tab that no worker controls is told, and moves no stamp', async () => {
  const { notices, asked, told } = await page()

  notices.receive(invalidated({ born: '', stamp: 0, before: 0 }))
  notices.receive(invalidated())

  expect(told.map(({ asOf }) => asOf)).toEqual([undefined, 20])
  expect(asked).toEqual([])
})
