import { expect, test } from 'vitest'
import { requestMode } from '../../../sw/policy/request-mode.ts'
import { ask } from '../support/requests.ts'

const modeOf = (init: RequestInit, busted = false): readonly [mode: string, maxAge: number] => {
  const { mode, maxAge } = requestMode(ask('/api/bookings', init), busted)
  return [mode, maxAge]
}
const forever = Number.POSITIVE_INFINITY
const asking = (name: string, value: string): RequestInit => ({ headers: { [name]: value } })

test.each<[init: RequestInit, mode: string]>([
  [{}, 'default'],
  [{ cache: 'default' }, 'default'],
  [{ cache: 'no-cache' }, 'no-cache'],
  [{ cache: 'reload' }, 'reload'],
  [{ cache: 'no-store' }, 'no-store'],
  [{ cache: 'force-cache' }, 'stored'],
  [{ cache: 'only-if-cached', mode: 'same-origin' }, 'only-stored'],
  [asking('Cache-Control', 'no-cache'), 'no-cache'],
  [asking('Cache-Control', 'No-Cache'), 'no-cache'],
  [asking('Cache-Control', 'max-stale=5, no-cache'), 'no-cache'],
  [asking('Cache-Control', 'no-store'), 'no-store'],
  [asking('Pragma', 'no-cache'), 'no-cache'],
  [asking('Cache-Control', 'x-no-cache'), 'default'],
  [asking('Cache-Control', 's-max-age=5'), 'default'],
  [asking('Cache-Control', 'max-age=soon'), 'default'],
])('a page that asks with %j asks for %s', (init, mode) => {
  expect(modeOf(init)).toEqual([mode, forever])
})

test.each([
  ['max-age=29', 29_000],
  ['max-age=0', 0],
  ['private, Max-Age="5"', 5_000],
  ['max-stale,max-age=5', 5_000],
])('a page that asks with Cache-Control: %s gets an entry no older than %d ms', (value, maxAge) => {
  expect(modeOf(asking('Cache-Control', value))).toEqual(['stored', maxAge])
})

test('of several wishes the one that asks more of the network counts', () => {
  expect(modeOf({ cache: 'no-store', ...asking('Cache-Control', 'max-age=5') })[0]).toBe('no-store')
  expect(modeOf({ cache: 'reload', ...asking('Cache-Control', 'no-cache') })[0]).toBe('reload')
  expect(modeOf({ cache: 'force-cache', ...asking('Cache-Control', 'no-cache') })[0]).toBe('no-cache')
  expect(modeOf({ cache: 'force-cache', ...asking('Cache-Control', 'max-age=5') })).toEqual(['stored', 5_000])
  expect(modeOf({ cache: 'force-cache', ...asking('Pragma', 'no-cache') })[0]).toBe('stored')
})

test('a parameter that busts caches is a reload, but never stores what may not be stored', () => {
  expect(modeOf({}, true)[0]).toBe('reload')
  expect(modeOf({ cache: 'force-cache' }, true)[0]).toBe('reload')
  expect(modeOf({ cache: 'no-store' }, true)[0]).toBe('no-store')
})
