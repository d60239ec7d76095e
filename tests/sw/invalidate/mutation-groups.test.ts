import { expect, test } from 'vitest'
import type { PolicyChanges } from '../../../shared/policy.ts'
import { ANY_SESSION, EVERYTHING, urlGroup } from '../../../shared/groups.ts'
import { mutationGroups, unknownGroups, type MutationTells } from '../../../sw/invalidate/mutation-groups.ts'
import { mutationFor } from '../support/plans.ts'
import { ask } from '../support/requests.ts'

const post = (url: string, changes?: PolicyChanges): ReturnType<typeof mutationFor> =>
  mutationFor(ask(url, { method: 'POST' }), changes)
const wrong = (url: string, tells: MutationTells = {}, changes?: PolicyChanges): string[] =>
  mutationGroups(post(url, changes), tells)

const at = (path: string): string => urlGroup(`https://app.example${path}`)
const cancel = '/api/book-service/7/cancel'

test('a mutation makes wrong what its rule names, and its own URL', () => {
  expect(wrong(cancel)).toEqual(['booking:7', 'bookings', at(cancel)])
})

test('its rule may look into the query, the body and the answer', () => {
  const changes: PolicyChanges = {
    mutations: [
      {
        url: '/a',
        invalidates: ['a:{query.id}', 'b:{body.items[].id}', 'c:{response.made.id}', 'd:{response.other?}'],
      },
    ],
  }

  expect(wrong('/a?id=1', { body: { items: [{ id: 2 }, { id: 3 }] }, response: { made: { id: 4 } } }, changes)).toEqual(
    ['a:1', 'b:2', 'b:3', 'c:4', at('/a?id=1')],
  )
})

test('where a value is missing, the worst is assumed', () => {
  expect(wrong('/api/payment/verify', { body: {} })).toEqual([EVERYTHING, at('/api/payment/verify')])
})

test('without a rule, the worst is assumed', () => {
  expect(wrong('/api/reviews')).toEqual([EVERYTHING])
})

test('a rule may say that everything is wrong', () => {
  expect(wrong('/api/auth/login')).toEqual([EVERYTHING, at('/api/auth/login')])
})

test('it makes wrong what its answer names', () => {
  const headers = new Headers({ 'Cache-Group-Invalidation': '"rates", "bookings"' })

  expect(wrong(cancel, { headers })).toEqual(['booking:7', 'bookings', 'rates', at(cancel)])
})

test('where what its answer names can not be read, the worst is assumed', () => {
  const headers = new Headers({ 'Cache-Group-Invalidation': 'rates' })

  expect(wrong(cancel, { headers })).toEqual(['booking:7', 'bookings', EVERYTHING, at(cancel)])
})

test.each([
  ['Location', '/api/bookings/8', '/api/bookings/8'],
  ['Content-Location', '8', '/api/bookings/8'],
  ['Location', 'https://app.example/api/bookings/8', '/api/bookings/8'],
  ['Location', '/api/bookings/8#payment', '/api/bookings/8'],
])('it makes the resource wrong that %s: %s points to (RFC 9111, section 4.4)', (name, value, path) => {
  expect(wrong('/api/bookings/7', { headers: new Headers({ [name]: value }) })).toContain(at(path))
})

test.each([
  'https://evil.example/api/bookings/8',
  '//evil.example/api/bookings/8',
  'http://app.example/a',
  'https://[',
])('an answer has no say over %s', (location) => {
  expect(wrong(cancel, { headers: new Headers({ location }) })).toEqual(wrong(cancel))
})

test('a fragment belongs to no URL', () => {
  expect(wrong(`${cancel}#now`)).toContain(at(cancel))
})

test('while the outcome is unknown, what only the answer would have named is unknown too', () => {
  expect(unknownGroups(post('/api/payment/verify'), { reference: 'r1' })).toEqual([EVERYTHING])
  expect(unknownGroups(post(cancel), undefined)).toEqual(['booking:7', 'bookings', at(cancel)])
  expect(unknownGroups(post('/api/reviews'), undefined)).toEqual([EVERYTHING])
})

test('while the outcome of a login is unknown, there may be another session', () => {
  const narrow: PolicyChanges = { mutations: [{ url: '/a', invalidates: ['a'], session: 'starts' }] }

  expect(unknownGroups(post('/a', narrow), undefined)).toEqual([EVERYTHING, ANY_SESSION])
})
