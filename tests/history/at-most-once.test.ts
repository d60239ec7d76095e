import { expect, test } from 'vitest'
import { given } from './builder.ts'
import { judge, stories } from './judge.ts'

const once = { from: 1_100, until: 1_110 }
const again = { from: 1_400, until: 1_410 }

test('once, or never, is as it should be', () => {
  const history = given()
    .mutate('A', 'm1', [1_000, 2_000], { executions: [once] })
    .mutate('A', 'm2', [1_000, 2_000], { executions: [], outcome: 'failed' })

  expect(judge(history)).toEqual([])
})

test('twice is a violation, also where the worker was stopped and the page saw one answer', () => {
  const history = given()
    .mutate('A', 'pay', [1_000, 2_000], { executions: [once, again] })
    .trouble('worker', 1_200)

  expect(stories(judge(history))).toEqual([
    'Tab A sent its mutation pay once, at 1.000 s; but the server executed it 2 times, at 1.100 and 1.400 s. (G8)',
  ])
})

test('a store that fails in the flight in which the worker is stopped excuses it, alone it does not', () => {
  const twice = () =>
    given()
      .mutate('A', 'm', [1_000, 2_000], { executions: [once, again] })
      .trouble('store', 900, 1_300)

  expect(judge(twice().trouble('worker', 1_200))).toEqual([])
  expect(judge(twice())).toHaveLength(1)
  expect(judge(twice().trouble('worker', 500))).toHaveLength(1)
})

test('what went past the worker is the page’s own affair', () => {
  const history = given().mutate('A', 'm', [1_000, 2_000], { executions: [once, again], controlled: false })

  expect(judge(history)).toEqual([])
})

test('two mutations that look the same are two', () => {
  const history = given()
    .mutate('A', 'm1', [1_000, 2_000], { executions: [once] })
    .mutate('A', 'm2', [1_000, 2_000], { executions: [again] })

  expect(judge(history)).toEqual([])
})
