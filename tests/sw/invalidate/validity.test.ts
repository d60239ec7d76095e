import { expect, test } from 'vitest'
import { ANYTHING, EVERYTHING, sessionGroup, urlGroup } from '../../../shared/groups.ts'
import { changedAt, isUnsettled, keyGroup, type About, type Knowledge } from '../../../sw/invalidate/validity.ts'

const about: About = {
  session: 'his',
  url: 'https://app.example/api/bookings/7',
  key: 'his https://app.example/api/bookings/7',
  groups: ['booking:7', 'payment:r1'],
}

const known = (told: Partial<Omit<Knowledge, 'ledger'>> & { ledger?: Record<string, number> } = {}): Knowledge => ({
  changed: 0,
  floor: 0,
  unsettled: [],
  ...told,
  ledger: new Map(Object.entries(told.ledger ?? {})),
})

test('what nothing is known of was never changed', () => {
  expect(changedAt(about, known({ changed: 90, ledger: { bookings: 50, 'booking:8': 90 } }))).toBe(0)
})

test.each([
  ['one of its groups', 'payment:r1'],
  ['everything', EVERYTHING],
  ['its session', sessionGroup('his')],
  ['its URL', urlGroup(about.url)],
  ['an answer for its key that could not be stored', keyGroup(about.key)],
])('an invalidation of %s changes it', (_, group) => {
  expect(changedAt(about, known({ ledger: { [group]: 50 } }))).toBe(50)
})

test.each([
  ['another session', sessionGroup('hers')],
  ['another URL', urlGroup('https://app.example/api/bookings/8')],
  ['another key', keyGroup('hers https://app.example/api/bookings/7')],
  ['a group with a name that only begins so', 'booking:77'],
])('an invalidation of %s does not', (_, group) => {
  expect(changedAt(about, known({ ledger: { [group]: 50 } }))).toBe(0)
})

test('of several invalidations the latest counts, and what was forgotten counts as one', () => {
  const ledger = { 'booking:7': 50, 'payment:r1': 70, [EVERYTHING]: 60 }

  expect(changedAt(about, known({ ledger }))).toBe(70)
  expect(changedAt(about, known({ ledger, floor: 80 }))).toBe(80)
})

test('what may be about anything is hit by any invalidation', () => {
  const knowledge = known({ changed: 90, ledger: { 'booking:8': 90 } })

  expect(changedAt({ ...about, groups: [ANYTHING] }, knowledge)).toBe(90)
  expect(changedAt(about, knowledge, true)).toBe(90)
})

test('while a mutation of it is open, it is unsettled', () => {
  expect(isUnsettled(about, known())).toBe(false)
  expect(isUnsettled(about, known({ unsettled: ['booking:8', sessionGroup('hers')] }))).toBe(false)
  for (const group of ['booking:7', sessionGroup('his'), urlGroup(about.url), EVERYTHING, ANYTHING])
    expect(isUnsettled(about, known({ unsettled: ['booking:8', group] })), group).toBe(true)
})

test('while any mutation is open, what may be about anything is unsettled', () => {
  const knowledge = known({ unsettled: ['booking:8'] })

  expect(isUnsettled({ ...about, groups: [ANYTHING] }, knowledge)).toBe(true)
  expect(isUnsettled(about, knowledge, true)).toBe(true)
  expect(isUnsettled(about, known(), true)).toBe(false)
})
