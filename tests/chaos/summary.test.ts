import { expect, test } from 'vitest'
import { given, verify7 } from '../history/builder.ts'
import { judge } from '../history/judge.ts'
import { added, described, musts, nothing, summaryOf, tooLittle, type Summary } from './summary.ts'

const history = given()
  .fetch('A', verify7, [0, 100], { 'payment:7': 1 })
  .hit('B', verify7, [200, 201], { 'payment:7': 1 }, { source: { from: 'store', detail: 'network-fallback' } })
  .fail('B', verify7, [300, 400])
  .mutate('A', 'm1', [500, 600])
  .mutate('A', 'm2', [700, 800], { outcome: 'failed', executions: [] })
  .mutate('A', 'm3', [900, 950], { status: 200, executions: [910, 920].map((at) => ({ from: at, until: at })) })

test('a summary counts what there was', () => {
  expect(summaryOf(history, judge(history, ['G8']))).toEqual({
    ...nothing,
    reads: 3,
    answers: { 'from the network': 1, 'from the store': 1, fallback: 1, failed: 1 },
    mutations: { answered: 1, failed: 1, 'status 200': 1 },
    executions: [1, 1, 1],
    violations: { G8: 1 },
  })
})

test('summaries add up', () => {
  const one = summaryOf(history, judge(history, ['G8']))
  const two = added(added(one, one), { ...nothing, minutes: 2, done: { stops: 5 } })

  expect(two).toMatchObject({ minutes: 2, reads: 6, executions: [2, 2, 2], done: { stops: 5 }, violations: { G8: 2 } })
})

test('a summary is told in lines', () => {
  expect(described(added(summaryOf(history, []), { ...nothing, minutes: 1.5, done: { stops: 7 } }))).toEqual([
    '1.5 min, 3 reads, 0 notices',
    'answers     1 from the network, 1 from the store, 1 fallback, 1 failed',
    'mutations   1 answered, 1 failed, 1 status 200',
    'executed    1 never, 1 once, 1 twice',
    'troubles    7 stops',
    'violations  none',
  ])
})

/** Ten minutes of what is wanted. */
const enough: Summary = {
  ...nothing,
  minutes: 10,
  reads: 20_000,
  answers: { 'from the store': 900, fallback: 9, masked: 9 },
  mutations: { 'status 200': 300 },
  executions: [10, 300],
  notices: 900,
  done: Object.fromEntries([['stops', 500], ['new versions', 3], ...musts.map((what) => [what, 3] as const)]),
}

test('a campaign that did what is wanted did enough', () => {
  expect(tooLittle(enough)).toEqual([])
})

test.each([
  ['nothing at all', { ...nothing, minutes: 1 }, 'stops of a worker'],
  ['no reads', { ...enough, reads: 0 }, 'reads'],
  ['half of the stops', { ...enough, done: { ...enough.done, stops: 249 } }, '249 stops of a worker, and 250 is'],
  ['no mutation that was answered', { ...enough, mutations: { failed: 300 } }, 'answered mutations'],
  ['nothing from the store', { ...enough, answers: { fallback: 9, masked: 9 } }, 'answers from the store'],
  ['no fallback', { ...enough, answers: { ...enough.answers, fallback: 0 } }, 'fallbacks'],
  ['nobody told of anything', { ...enough, notices: 0 }, 'notices'],
  ['no page frozen', { ...enough, done: { ...enough.done, 'pages frozen': 0 } }, 'pages frozen'],
])('a campaign with %s did too little', (_, summary, why) => {
  expect(tooLittle(summary).join('\n')).toContain(why)
})

test('a peer need not serve from a store, nor tell anybody', () => {
  expect(tooLittle({ ...enough, answers: {}, notices: 0 }, { isOurs: false })).toEqual([])
})
