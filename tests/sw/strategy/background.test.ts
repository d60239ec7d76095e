import { expect, test } from 'vitest'
import { Background, retryAfter } from '../../../sw/strategy/background.ts'

const now = Date.parse('2026-11-23T12:00:00Z')

test.each([
  [null, 0],
  ['0', 0],
  ['7', 7_000],
  ['300', 300_000],
  ['86400', 300_000],
  ['Mon, 23 Nov 2026 12:00:30 GMT', 30_000],
  ['Mon, 23 Nov 2026 13:00:00 GMT', 300_000],
  ['Mon, 23 Nov 2026 11:59:00 GMT', 0],
  ['soon', 0],
  ['', 0],
])('a server that says Retry-After: %s is not asked in the background for %d ms', (field, ms) => {
  expect(retryAfter(field, now)).toBe(ms)
})

test('what nobody said anything of may be asked for', () => {
  expect(new Background().mayAsk('a', 0)).toBe(true)
})

test('a key is not asked for until its time has come, and others are', () => {
  const background = new Background()

  background.wait('a', 5_000)

  expect(background.mayAsk('a', 4_999)).toBe(false)
  expect(background.mayAsk('a', 5_000)).toBe(true)
  expect(background.mayAsk('b', 0)).toBe(true)
})

test('the latest word counts', () => {
  const background = new Background()

  background.wait('a', 5_000)
  background.wait('a', 1_000)

  expect(background.mayAsk('a', 1_000)).toBe(true)
})

test('of very many keys the one that was told of longest ago is forgotten', () => {
  const background = new Background()
  for (let at = 0; at < 1_000; at += 1) background.wait(`key ${at}`, 5_000)

  background.wait('key 0', 5_000)
  background.wait('one more', 5_000)

  expect(['key 0', 'key 1', 'key 2', 'one more'].map((key) => background.mayAsk(key, 0))).toEqual([
    false,
    true,
    false,
    false,
  ])
})
