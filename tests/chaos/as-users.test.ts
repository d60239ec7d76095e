import { expect, test } from 'vitest'
import { given, myBookings } from '../history/builder.ts'
import { judge } from '../history/judge.ts'
import { asUsers } from './as-users.ts'

test('one login of a user is as good as another, and another user’s is not', () => {
  const history = given()
    .fetch('A', myBookings, [0, 100], { 'booking:7': 1 }, { session: 's1' })
    .mutate('A', 'm1', [200, 300], { boundary: { from: 's1', to: 's2' } })
    .hit('A', myBookings, [400, 410], { 'booking:7': 1 }, { session: 's2' })
  const seen = (second: string) =>
    judge(
      asUsers(history, (session) => ({ s1: 'ann', s2: second })[session]),
      ['G4'],
    )

  expect(judge(history, ['G4'])).toHaveLength(1)
  expect(seen('ann')).toEqual([])
  expect(seen('bob')).toHaveLength(1)
})
