import { expect, test } from 'vitest'
import type { PolicyChanges } from '../../../shared/policy.ts'
import { compiled } from '../support/policies.ts'

const expected = 'it must be a pathname ("/api/bookings/:id") or a URL'

test.each<[changes: PolicyChanges, line: string]>([
  [{ routes: [{ url: 'api/bookings', class: 'booking', groups: [] }] }, 'routes.0.url is "api/bookings"'],
  [{ routes: [{ url: 'https://*/a', class: 'booking', groups: [] }] }, ''],
  [{ routes: [{ url: '/api/(bookings', class: 'booking', groups: [] }] }, 'routes.0.url is "/api/(bookings"'],
  [{ mutations: [{ url: '/a/:', invalidates: [] }] }, 'mutations.0.url is "/a/:"'],
  [{ mutations: [{ url: 'ftp://files.example/', invalidates: [] }] }, 'mutations.0.url is "ftp://files.example/"'],
  [{ watch: ['/api/*', '*'] }, 'watch.1 is "*"'],
])('a URL that is no pattern is named: %j', (changes, line) => {
  const compile = (): unknown => compiled(changes)

  if (line === '') expect(compile).not.toThrow()
  else {
    expect(compile).toThrow(`Bad policy: ${line}; ${expected}`)
    expect(compile).toThrow(expect.objectContaining({ code: 'BAD_POLICY' }) as Error)
  }
})

test('a pathname belongs to the origin of the worker', () => {
  const [pattern] = compiled({ watch: ['/api/*'] }).watch

  expect(pattern?.test('https://app.example/api/a?b#c')).toBe(true)
  expect(pattern?.test('https://app.example:444/api/a')).toBe(false)
  expect(pattern?.test('https://api.example/api/a')).toBe(false)
})

test('a rule knows what it will have to read', () => {
  const rules = compiled({
    mutations: [
      { url: '/a', invalidates: ['bookings', 'booking:{path.id?}'] },
      { url: '/b', invalidates: ['booking:{body.id}'] },
      { url: '/c', invalidates: ['booking:{response.id}'] },
      { url: '/d', invalidates: ['*'] },
    ],
  }).mutations

  expect(rules.map(({ needsBody, needsResponse }) => [needsBody, needsResponse])).toEqual([
    [false, false],
    [true, false],
    [false, true],
    [false, false],
  ])
})

test('each route and each field knows its class', () => {
  const policy = compiled({ classes: { payment: { ttl: 5 } } })

  expect(policy.routes[0]?.class.ttl).toBe(5)
  expect(policy.agingFields.map(({ class: { ttl }, steps }) => [ttl, steps])).toEqual([
    [5, ['bookings', '[]', 'payment']],
    [5, ['booking', 'payment']],
  ])
})
