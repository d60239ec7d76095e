import { expect, test } from 'vitest'
import { given, myBookings, verify7 } from '../../history/builder.ts'
import { judge } from '../../history/judge.ts'
import { NOBODY, Sessions } from './sessions.ts'

const [ann, bob] = [
  { session: 's1', user: 'ann' },
  { session: 's2', user: 'bob' },
]

test('a read belongs to the session that its browser was in as it began', () => {
  const sessions = new Sessions(ann)
  sessions.add({ mutation: 'm1', from: ann, to: bob, at: 500 })
  const [before, under, after] = given()
    .read('A', verify7, [100, 200], {})
    .read('A', verify7, [499, 600], {})
    .read('A', verify7, [500, 600], {})
    .reads.map((read) => sessions.ofRead(read))

  expect([before, under, after].map((read) => read?.user)).toEqual(['ann', 'ann', 'bob'])
  expect(sessions.names).toEqual(['s1', 's2'])
})

test('nobody is nobody’s session', () => {
  const sessions = new Sessions(ann)
  sessions.add({ mutation: 'm1', from: ann, to: NOBODY, at: 500 })

  expect(sessions.now).toBe(NOBODY)
  expect(sessions.names).toEqual(['s1'])
})

test('one that failed may have changed the session until the cookie was looked at', () => {
  const sessions = new Sessions(ann)
  sessions.add({ mutation: 'm1', from: ann, to: bob, at: 900 })
  const history = given()
    .request(myBookings, [600, 700], { 'booking:9': 1 }, { session: 's2' })
    .read('A', myBookings, [600, 700], { 'booking:9': 1 })
    .mutate('B', 'm1', [300, 400], { outcome: 'failed' })
  expect(judge(history, ['G4'])).toHaveLength(1)
  history.mutations.push(...history.mutations.splice(0).map((mutation) => sessions.ofMutation(mutation)))

  expect(history.mutations[0]).toMatchObject({ end: 900, boundary: { from: 's1', to: 's2' } })
  expect(judge(history, ['G4'])).toEqual([])
})

test('a request under another cookie, away from any change, is a mistake of ours', () => {
  const sessions = new Sessions(ann)
  sessions.add({ mutation: 'm1', from: ann, to: bob, at: 9_000 })
  const { reads, requests } = given()
    .fetch('A', verify7, [100, 200], {}, { session: 's2' })
    .fetch('A', verify7, [8_900, 9_100], {}, { session: 's2' })

  const told = reads.map((read) => sessions.ofRead(read))
  expect(sessions.mistakes(told, requests)).toEqual(['r1: s2, not s1'])
})
