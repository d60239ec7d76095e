import { expect, test } from 'vitest'
import { createGuard, readAsOf } from '../../../app/client/guard.ts'

const answer = (asOf?: number) => ({
  headers: new Headers(asOf === undefined ? {} : { 'Payment-Sync-As-Of': String(asOf) }),
})

test('what is shown never goes back, however late an older answer arrives', () => {
  const guard = createGuard()
  const [older, newer] = [guard.begin(), guard.begin()]

  expect(newer(answer(20))).toBe(true)
  expect(older(answer(10))).toBe(false)
  expect(guard.asOf).toBe(20)
})

test('the as-of decides, not the order in which the page asked', () => {
  const guard = createGuard()
  const [first, second] = [guard.begin(), guard.begin()]

  expect(second(answer(10))).toBe(true)
  expect(first(answer(20))).toBe(true)
})

test('an equal as-of is the same state, and may be shown', () => {
  const guard = createGuard()
  const [first, second] = [guard.begin(), guard.begin()]

  expect([second(answer(10)), first(answer(10))]).toEqual([true, true])
})

test('whoever asks after the answer had been received is believed, even with a lower stamp', () => {
  const guard = createGuard()
  guard.begin()(answer(1_000))

  expect(guard.begin()(answer(3))).toBe(true)
})

test('without the worker, answers are ordered by when they were asked for', () => {
  const guard = createGuard()
  const [first, second, third] = [guard.begin(), guard.begin(), guard.begin()]

  expect([second(answer()), first(answer()), third(answer())]).toEqual([true, false, true])
})

test('an answer from before the worker took control does not replace a later one', () => {
  const guard = createGuard()
  const [withoutWorker, withWorker] = [guard.begin(), guard.begin()]

  expect([withWorker(answer(7)), withoutWorker(answer())]).toEqual([true, false])
})

test('after the stamps began anew, the order of asking decides', () => {
  const guard = createGuard()
  const [stale, fresh] = [guard.begin(), guard.begin()]
  fresh(answer(1_000))
  const asked = guard.begin()
  guard.forget()

  expect([stale(answer(2_000)), asked(answer(3))]).toEqual([false, true])
})

test.each(['', '-1', '1.5', '1e3', 'abc', '99999999999999999999'])('an as-of of "%s" is none', (text) => {
  expect(readAsOf({ headers: new Headers({ 'Payment-Sync-As-Of': text }) })).toBe(undefined)
})
