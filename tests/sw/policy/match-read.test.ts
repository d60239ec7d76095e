import { expect, test } from 'vitest'
import { ANYTHING } from '../../../shared/groups.ts'
import type { PolicyChanges } from '../../../shared/policy.ts'
import type { Session } from '../../../sw/plan.ts'
import { matchRead } from '../../../sw/policy/match-read.ts'
import { planFor as plan, session } from '../support/plans.ts'
import { compiled } from '../support/policies.ts'
import { ask, ORIGIN } from '../support/requests.ts'

/** The rule that answers a request, or undefined. */
const ruleOf = (request: Request, changes?: PolicyChanges): string | undefined =>
  matchRead(compiled(changes), request)?.route.rule.url

test.each([
  ['/api/payment/verify?bookingId=7', '/api/payment/verify'],
  ['/api/payments?bookingIds=1,2', '/api/payments'],
  ['/api/bookings/sync?force=true', '/api/bookings/sync'],
  ['/api/bookings/my-bookings', '/api/bookings/my-bookings'],
  ['/api/bookings', '/api/bookings'],
  ['/api/bookings/7', '/api/bookings/:id'],
  ['/api/services/7', '/api/services/:id'],
])('%s is answered by the rule of %s', (url, rule) => {
  expect(ruleOf(ask(url))).toBe(rule)
})

test.each([
  '/api/bookings/7/notes',
  '/api/bookings/',
  '/api/auth/me',
  '/',
  'https://api.example/api/bookings',
  'http://app.example/api/bookings',
  'https://app.example:8443/api/bookings',
])('%s is not ours', (url) => {
  expect(ruleOf(ask(url))).toBeUndefined()
})

test('the first rule that matches wins', () => {
  const routes = [
    { url: '/api/bookings/late', class: 'payment', groups: ['late'] },
    { url: '/api/bookings/*', class: 'booking', groups: ['bookings'] },
    { url: '/api/bookings/never', class: 'static', groups: ['never'] },
  ]

  expect(ruleOf(ask('/api/bookings/late'), { routes })).toBe('/api/bookings/late')
  expect(ruleOf(ask('/api/bookings/never'), { routes })).toBe('/api/bookings/*')
})

test('an API of another origin is answered where the rule names it', () => {
  const routes = [{ url: 'https://api.example:8443/bookings/:id', class: 'booking', groups: ['booking:{path.id}'] }]

  expect(plan(ask('https://api.example:8443/bookings/7'), { routes }).knownGroups).toEqual(['booking:7'])
  expect(ruleOf(ask('https://api.example/bookings/7'), { routes })).toBeUndefined()
  expect(ruleOf(ask('/bookings/7'), { routes })).toBeUndefined()
})

test.each<[what: string, request: Request]>([
  ['a navigation', ask('/api/bookings', { navigates: true })],
  ['a request whose answer the page may not read', ask('/api/bookings', { mode: 'no-cors' })],
  ['an image', ask('/api/bookings', { destination: 'image' })],
  ['a script with a digest', ask('/api/bookings', { integrity: 'sha256-AAAA' })],
  ['an event stream', ask('/api/bookings', { headers: { accept: 'text/event-stream' } })],
  ['HEAD', ask('/api/bookings', { method: 'HEAD' })],
  ['POST', ask('/api/bookings', { method: 'POST' })],
  ...['Range', 'If-None-Match', 'If-Match', 'If-Modified-Since', 'If-Unmodified-Since', 'If-Range'].map(
    (name): [string, Request] => [
      `a request with ${name} of its own`,
      ask('/api/bookings', { headers: { [name]: 'bytes=0-' } }),
    ],
  ),
])('%s is left to the browser', (_, request) => {
  expect(ruleOf(request)).toBeUndefined()
})

test('an id is the decoded text, so that a path and a body name the same group', () => {
  expect(plan(ask('/api/bookings/a%2Fb%20c')).knownGroups).toEqual(['booking:a/b c'])
  expect(plan(ask('/api/bookings/caf%C3%A9')).knownGroups).toEqual(['booking:café'])
  expect(plan(ask('/api/payments?bookingIds=a%2Fb')).knownGroups).toEqual(['payments', 'booking:a/b'])
})

test('an id that is no encoding is the text itself', () => {
  expect(plan(ask('/api/bookings/100%')).knownGroups).toEqual(['booking:100%'])
})

test('a plan tells which groups the URL names, and whether the body will name more', () => {
  const one = plan(ask('/api/payment/verify?bookingId=7'))
  expect([one.knownGroups, one.groupsInBody]).toEqual([['payments', 'booking:7'], true])

  const services = plan(ask('/api/services/3'))
  expect([services.knownGroups, services.groupsInBody]).toEqual([['services'], false])
})

test('without a value that the URL should tell, a read may be about anything: it joins no request sent before a change', () => {
  expect(plan(ask('/api/payments')).knownGroups).toEqual(['payments', ANYTHING])
  expect(plan(ask('/api/payment/verify')).knownGroups).toEqual(['payments'])
})

test('a parameter that busts caches asks the network, and makes no other entry', () => {
  const plain = plan(ask('/api/bookings/7'))

  for (const url of ['/api/bookings/7?t=123', '/api/bookings/7?_=1&t', '/api/bookings/7?t=1&t=2']) {
    const busting = plan(ask(url))
    expect([busting.mode, busting.key]).toEqual(['reload', plain.key])
  }
})

test('a parameter that means nothing makes no other entry, and asks for nothing', () => {
  const tracked = plan(ask('/api/bookings/7?utm_source=mail'), { ignoreParameters: ['utm_source'] })

  expect([tracked.mode, tracked.key]).toEqual(['default', plan(ask('/api/bookings/7')).key])
})

test('any other parameter makes another entry, with the spelling of the page', () => {
  expect(plan(ask('/api/bookings?page=2')).url).toBe(`${ORIGIN}/api/bookings?page=2`)
  expect(plan(ask('/api/bookings?q=a%20b')).url).toBe(`${ORIGIN}/api/bookings?q=a%20b`)
})

test('a fragment makes no other entry', () => {
  expect(plan(ask('/api/bookings/7#top')).url).toBe(`${ORIGIN}/api/bookings/7`)
})

test('the order and the spelling of a list of ids make no other entry', () => {
  const keys = ['3,1,2', '1,2,3', '1%2C2%2C3', '2,3,1'].map((ids) => plan(ask(`/api/payments?bookingIds=${ids}`)).key)

  expect(new Set(keys).size).toBe(1)
  expect(plan(ask('/api/payments?bookingIds=1,2')).key).not.toBe(keys[0])
})

test('entries of two sessions have different keys', () => {
  const other: Session = { ...session, id: '2.cookie.same-origin', epoch: 2 }

  expect(plan(ask('/api/bookings'), {}, other).key).not.toBe(plan(ask('/api/bookings')).key)
})

test.each<[what: string, init: RequestInit]>([
  ['a header that no policy names', { headers: { 'accept-language': 'de' } }],
  ['another way with redirects', { redirect: 'error' }],
])('reads that differ by %s share an entry, and no request', (_, init) => {
  const [one, other] = [plan(ask('/api/bookings')), plan(ask('/api/bookings', init))]

  expect(other.key).toBe(one.key)
  expect(other.flightKey).not.toBe(one.flightKey)
})

test.each<[what: string, init: RequestInit]>([
  ['a trace id', { headers: { 'X-Request-Id': '1', traceparent: '00-1' } }],
  ['what they ask of a cache', { headers: { 'Cache-Control': 'no-cache', Pragma: 'no-cache' } }],
])('reads that differ by %s share a request', (_, init) => {
  expect(plan(ask('/api/bookings', init)).flightKey).toBe(plan(ask('/api/bookings')).flightKey)
})

test('the order of headers makes no other request', () => {
  const [one, other] = [
    { 'x-a': '1', 'x-b': '2' },
    { 'x-b': '2', 'x-a': '1' },
  ].map((headers) => plan(ask('/api/bookings', { headers })).flightKey)

  expect(one).toBe(other)
})
