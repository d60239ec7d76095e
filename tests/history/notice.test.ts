import { expect, test } from 'vitest'
import { given, verify7 } from './builder.ts'
import { judge, stories } from './judge.ts'

const groups = ['booking:7', 'bookings']
const cancelled = () =>
  given()
    .page('A', ['opened', 0])
    .page('B', ['opened', 0])
    .mutate('A', 'm', [1_000, 1_200], { groups })
    .told('A', 1_190, ...groups)

test('every page is told of every group, before or after the answer is handed over', () => {
  const history = cancelled().told('B', 1_190, 'bookings').told('B', 2_100, 'booking:7', 'payments')

  expect(judge(history)).toEqual([])
})

test('* stands for every group', () => {
  expect(judge(cancelled().told('B', 1_300, '*'))).toEqual([])
})

test('a page that is told too late, or of less, is a violation', () => {
  const history = cancelled().told('B', 1_190, 'bookings').told('B', 2_300, 'booking:7')

  expect(stories(judge(history))).toEqual([
    'Tab B was awake, and was not told of booking:7 by 2.200 s; but at 1.200 s tab A had the answer to its mutation m. (G5)',
  ])
})

test('what it was told before the mutation began is about something else', () => {
  expect(judge(cancelled().told('B', 900, '*'))).toHaveLength(1)
})

test('a frozen page is told when it resumes, and has its own time then', () => {
  const frozen = () => cancelled().page('B', ['frozen', 1_100], ['resumed', 60_000])

  expect(judge(frozen().told('B', 60_500, '*'))).toEqual([])
  expect(stories(judge(frozen().told('B', 61_500, '*')))).toEqual([
    expect.stringContaining('told of booking:7 and bookings by 61.000 s'),
  ])
})

test.each([
  ['never resumed', [['frozen', 2_000]]],
  ['closed', [['closed', 2_000]]],
  [
    'resumed for too short a time',
    [
      ['frozen', 1_500],
      ['resumed', 3_000],
      ['frozen', 3_500],
    ],
  ],
] as const)('a page that %s is not demanded to know', (_, events) => {
  expect(judge(cancelled().page('B', ...events))).toEqual([])
})

test('a page that opened while the mutation was under way asks for itself', () => {
  const history = cancelled().told('B', 1_190, '*').page('C', ['opened', 1_100])

  expect(judge(history)).toEqual([])
})

test('what was due after the recording stopped is not demanded', () => {
  expect(judge(cancelled().until(2_200))).toEqual([])
  expect(judge(cancelled().until(2_201))).toHaveLength(1)
})

test('a failed mutation is told of as well', () => {
  const history = given().page('B', ['opened', 0]).mutate('A', 'm', [1_000, 1_200], { groups, outcome: 'failed' })

  expect(stories(judge(history))).toEqual([expect.stringContaining('tab A saw its mutation m fail')])
})

test.each([
  ['refused', { status: 409 }],
  ['abandoned', { outcome: 'abandoned' as const }],
  ['never answered', { end: null }],
  ['without groups', { groups: [] }],
  ['out of reach', { controlled: false }],
])('one that was %s is not demanded to be told of', (_, more) => {
  const history = given()
    .page('B', ['opened', 0])
    .mutate('A', 'm', [1_000, 'end' in more ? null : 1_200], { groups, ...more })

  expect(judge(history)).toEqual([])
})

test('one that failed with the worker, and never reached the server, is known to nobody', () => {
  const failed = (executions: readonly { from: number; until: number }[]) =>
    given()
      .page('B', ['opened', 0])
      .mutate('A', 'm', [1_000, 1_200], { groups, outcome: 'failed', executions })
      .trouble('worker', 1_100)
      .read('A', verify7, [1_500, 1_510], {})

  expect(judge(failed([]), ['G5'])).toEqual([])
  expect(judge(failed([{ from: 1_050, until: 1_060 }]), ['G5'])).toHaveLength(1)
})

test('one that never reached the server may have been refused, for as long as a lost store is remembered', () => {
  const failed = (at: number, executions: readonly { from: number; until: number }[] = []) =>
    given()
      .page('B', ['opened', 0])
      .trouble('store', 100)
      .mutate('A', 'm', [at, at + 3], { groups, outcome: 'failed', executions })
      .until(200_000)

  expect(judge(failed(65_000), ['G5'])).toEqual([])
  expect(judge(failed(66_000), ['G5'])).toHaveLength(1)
  expect(judge(failed(1_000, [{ from: 1_001, until: 1_002 }]), ['G5'])).toHaveLength(1)
})

test('an invalidation by hand, or from the live channel, is told of', () => {
  const history = given().page('B', ['opened', 0]).invalidate(1_000, 'booking:7')

  expect(stories(judge(history))).toEqual([
    'Tab B was awake, and was not told of booking:7 by 2.000 s; but that was invalidated at 1.000 s. (G5)',
  ])
  expect(judge(history.told('B', 1_001, 'booking:7'))).toEqual([])
})

test('a worker stopped in the midst of it tells when something wakes it', () => {
  const stopped = () => cancelled().trouble('worker', 1_195)

  expect(judge(stopped())).toEqual([])
  expect(judge(stopped().read('A', verify7, [5_000, 5_010], {}).told('B', 5_900, '*'))).toEqual([])
  expect(judge(stopped().read('A', verify7, [5_000, 5_010], {}).told('B', 6_100, '*'))).toHaveLength(1)
})
