import { expect, test, vi } from 'vitest'
import { createSubscribers, touches, type Change } from '../../../app/client/subscribers.ts'

const change = (...groups: string[]): Change => ({ reason: 'mutation', groups, asOf: 1 })

test.each([
  [['bookings'], ['booking:7', 'bookings'], true],
  [['booking:8'], ['booking:7'], false],
  [['booking:7'], ['*'], true],
  [['booking:7'], ['*'], true],
  [['*'], ['booking:7'], true],
  [['@any'], ['booking:7'], true],
  [['@url:https://a.example/b'], ['@url:https://a.example/b'], true],
  [['booking:7'], ['@any'], false],
])('who wants %j hears of %j: %s', (wanted, changed, hears) => {
  expect(touches(wanted, changed)).toBe(hears)
})

test('a listener that fails does not keep the others in the dark', () => {
  const report = vi.fn()
  vi.stubGlobal('reportError', report)
  const subscribers = createSubscribers()
  const failure = new Error('of the app')
  const heard = vi.fn()
  subscribers.subscribe(['*'], () => {
    throw failure
  })
  subscribers.subscribe(['*'], heard)

  subscribers.tell(change('bookings'))

  expect(heard).toHaveBeenCalledExactlyOnceWith(change('bookings'))
  expect(report).toHaveBeenCalledExactlyOnceWith(failure)
  vi.unstubAllGlobals()
})

test('who has unsubscribed hears nothing, and who subscribes while being told hears only the next', () => {
  const subscribers = createSubscribers()
  const late = vi.fn()
  const once = vi.fn(() => {
    stop()
    subscribers.subscribe(['*'], late)
  })
  const stop = subscribers.subscribe(['*'], once)

  subscribers.tell(change('a'))
  expect(late).not.toHaveBeenCalled()
  subscribers.tell(change('b'))

  expect(once).toHaveBeenCalledOnce()
  expect(late).toHaveBeenCalledOnce()
})
