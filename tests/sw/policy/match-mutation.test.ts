import { expect, test } from 'vitest'
import type { PolicyChanges } from '../../../shared/policy.ts'
import type { MutationMatch } from '../../../sw/plan.ts'
import { matchMutation } from '../../../sw/policy/match-mutation.ts'
import { compiled } from '../support/policies.ts'
import { ask } from '../support/requests.ts'

const match = (request: Request, changes?: PolicyChanges): MutationMatch | undefined =>
  matchMutation(compiled(changes), request)
const ruleOf = (request: Request, changes?: PolicyChanges): string | undefined =>
  match(request, changes)?.route?.rule.url

test.each([
  ['POST', '/api/bookings', '/api/bookings'],
  ['PATCH', '/api/bookings/7', '/api/bookings/:id'],
  ['DELETE', '/api/bookings/7/review', '/api/bookings/:id/*'],
  ['POST', '/api/book-service/7/cancel', '/api/book-service/:id/*'],
  ['POST', '/api/payment/verify', '/api/payment/verify'],
  ['POST', '/api/auth/login', '/api/auth/login'],
  ['POST', '/api/auth/logout', '/api/auth/logout'],
  ['GET', '/api/auth/logout', '/api/auth/logout'],
])('%s %s follows the rule of %s', (method, url, rule) => {
  expect(ruleOf(ask(url, { method }))).toBe(rule)
})

test('a rule knows what the path says, decoded', () => {
  expect(match(ask('/api/book-service/a%20b/pay', { method: 'POST' }))?.path['id']).toBe('a b')
})

test('the first rule that matches wins', () => {
  const mutations = [
    { url: '/api/bookings/search', invalidates: [] },
    { url: '/api/bookings/*', invalidates: ['bookings'] },
  ]

  expect(match(ask('/api/bookings/search', { method: 'POST' }), { mutations })).toBeUndefined()
  expect(ruleOf(ask('/api/bookings/7', { method: 'POST' }), { mutations })).toBe('/api/bookings/*')
})

test('an unsafe request without a rule is watched, where the policy watches', () => {
  const watched = match(ask('/api/reviews', { method: 'POST' }))

  expect(watched).toEqual({ request: expect.any(Request) as Request, route: undefined, path: {} })
  expect(match(ask('/other', { method: 'POST' }))).toBeUndefined()
  expect(match(ask('https://elsewhere.example/api/reviews', { method: 'POST' }))).toBeUndefined()
})

test('a method that a rule does not name is watched like any other', () => {
  const mutations = [{ url: '/api/bookings', methods: ['POST'], invalidates: ['bookings'] }]

  expect(match(ask('/api/bookings', { method: 'PURGE' }), { mutations })).toMatchObject({ route: undefined })
})

test('a rule that invalidates nothing exempts, unless it begins or ends a session', () => {
  const exempt = { mutations: [{ url: '/api/analytics', invalidates: [] }] }
  const session = { mutations: [{ url: '/api/analytics', invalidates: [], session: 'ends' as const }] }

  expect(match(ask('/api/analytics', { method: 'POST' }), exempt)).toBeUndefined()
  expect(ruleOf(ask('/api/analytics', { method: 'POST' }), session)).toBe('/api/analytics')
})

test.each(['GET', 'HEAD', 'OPTIONS'])('%s changes nothing', (method) => {
  expect(match(ask('/api/bookings', { method }))).toBeUndefined()
  expect(match(ask('/api/reviews', { method }))).toBeUndefined()
})

test.each(['HEAD', 'OPTIONS'])('%s of a logout is no logout, though its rule takes any method', (method) => {
  expect(match(ask('/api/auth/logout', { method }))).toBeUndefined()
})

test('a logout may also be a page that is opened', () => {
  expect(ruleOf(ask('/api/auth/logout', { navigates: true }))).toBe('/api/auth/logout')
})
