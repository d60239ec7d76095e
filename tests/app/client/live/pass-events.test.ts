import { expect, test } from 'vitest'
import type { Latest } from '../../../../app/client/ask-worker.ts'
import { createPassing } from '../../../../app/client/live/pass-events.ts'
import type { ToWorker } from '../../../../shared/protocol.ts'

const event = (id: string, ...groups: string[]) => ({ id, groups, changes: [id] })
const latest: Latest = { type: 'latest', stamp: 1, born: 'b', groups: [], live: '41' }

/** A worker that answers by hand, and what was told past it. */
function begin() {
  const asked: { readonly message: ToWorker; answer: (reply?: Latest) => void; fail: (error: Error) => void }[] = []
  const told: (readonly string[])[] = []
  const errors: Error[] = []
  const passing = createPassing({
    ask: (message) =>
      new Promise((answer, fail) => {
        asked.push({ message, answer, fail })
      }),
    tell: (groups) => told.push(groups),
    onError: (error) => errors.push(error),
  })
  return { passing, asked, told, errors }
}

test('events go one after the other, and what comes meanwhile goes together', async () => {
  const { passing, asked, told } = begin()
  const first = passing.pass(event('41', 'a'))
  const second = passing.pass(event('42', 'b'))
  void passing.pass(event('43', 'c'))
  expect(asked.map(({ message }) => message)).toEqual([{ type: 'live', ...event('41', 'a') }])
  asked[0]?.answer(latest)
  await expect
    .poll(() => asked[1]?.message)
    .toEqual({ type: 'live', id: '43', groups: ['b', 'c'], changes: ['42', '43'] })
  asked[1]?.answer(latest)
  await Promise.all([first, second])
  expect(told).toEqual([])
})

test('where no worker is there, the tabs are told, and this page knows where to go on from', async () => {
  const { passing, asked, told } = begin()
  const passed = passing.pass(event('41', 'a'))
  asked[0]?.answer()
  await passed
  expect(told).toEqual([['a']])
  const from = passing.resumeFrom()
  asked[1]?.answer()
  expect(await from).toBe('41')
})

test('what the worker did not acknowledge is told at once, kept, and said again with what comes next', async () => {
  const { passing, asked, told, errors } = begin()
  const passed = passing.pass(event('41', 'a'))
  const failure = new Error('no reply')
  asked[0]?.fail(failure)
  await passed
  expect(told).toEqual([['a']])
  expect(errors).toEqual([failure])
  const next = passing.pass(event('42', 'b'))
  expect(asked[1]?.message).toMatchObject({ id: '42', groups: ['a', 'b'], changes: ['41', '42'] })
  asked[1]?.answer(latest)
  await next
  passing.retry()
  expect(asked).toHaveLength(2)
  expect(told).toEqual([['a']])
})

test('a sign of life is the time to say again what was not acknowledged; it is told to the tabs once', async () => {
  const { passing, asked, told } = begin()
  const passed = passing.pass(event('41', 'a'))
  asked[0]?.fail(new Error('no reply'))
  await passed
  passing.retry()
  expect(asked[1]?.message).toMatchObject({ id: '41', groups: ['a'] })
  asked[1]?.fail(new Error('no reply'))
  await expect.poll(() => (passing.retry(), asked.length)).toBe(3)
  expect(told).toEqual([['a']])
})

test('a stream goes on from what the worker has written down, not from what this page has heard', async () => {
  const { passing, asked } = begin()
  void passing.pass(event('57', 'a'))
  const from = passing.resumeFrom()
  expect(asked[1]?.message).toEqual({ type: 'hello' })
  asked[1]?.answer(latest)
  expect(await from).toBe('41')
  const unknown = passing.resumeFrom()
  asked[2]?.answer({ ...latest, live: '' })
  expect(await unknown).toBe('')
})

test('a worker that can not say where to go on from is no reason to forget what this page knows', async () => {
  const { passing, asked, errors } = begin()
  passing.lastId = '41'
  const from = passing.resumeFrom()
  asked[0]?.fail(new Error('refused'))
  expect(await from).toBe('41')
  expect(errors).toHaveLength(1)
})
