import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultPolicy } from '../../shared/default-policy.ts'
import { PaymentSyncError } from '../../shared/error.ts'
import type { PolicyChanges } from '../../shared/policy.ts'
import { readPolicy } from '../../shared/read-policy.ts'

const read = (changes: unknown) => readPolicy(changes, defaultPolicy)

/** What a person reads who wrote a bad policy. */
function problem(changes: unknown): string {
  try {
    read(changes)
  } catch (error) {
    expect(error).toBeInstanceOf(PaymentSyncError)
    expect(error).toMatchObject({ code: 'BAD_POLICY' })
    const { message } = error as PaymentSyncError
    return message.replace(/^\[payment-sync\] Bad policy: /, '').replace(/ Until that is mended .*$/, '')
  }
  return 'no problem'
}

const withRoute = (route: object): object => ({ routes: [{ url: '/a', class: 'payment', groups: [], ...route }] })
const withBatch = (batch: object): object =>
  withRoute({ batch: { url: '/many', ids: 'ids', id: 'id', each: 'all[]', field: 'id', ...batch } })
const withMutation = (rule: object): object => ({ mutations: [{ url: '/a', invalidates: [], ...rule }] })
const withField = (field: object): object => ({
  agingFields: [{ path: 'a', status: 'b', masked: 'c', class: 'payment', ...field }],
})

test('an app that changes nothing gets the TTL table, complete', () => {
  const policy = read({})

  expect(policy.classes).toEqual({
    payment: {
      strategy: 'network-first',
      ttl: 30_000,
      timeout: 3_000,
      revalidateAfter: 30_000,
      outlivesRun: false,
    },
    booking: {
      strategy: 'stale-while-revalidate',
      ttl: 300_000,
      timeout: 3_000,
      revalidateAfter: 30_000,
      outlivesRun: true,
    },
    static: {
      strategy: 'cache-first',
      ttl: 1_800_000,
      timeout: 3_000,
      revalidateAfter: 30_000,
      outlivesRun: true,
    },
  })
  expect(policy.mutations.map(({ methods, session }) => [methods.join(' '), session])).toEqual([
    ...Array.from({ length: 5 }, () => ['POST PUT PATCH DELETE', undefined]),
    ['*', 'starts'],
    ['*', 'ends'],
  ])
  expect(policy.routes.filter(({ keepsSession }) => keepsSession).map(({ url }) => url)).toEqual([
    '/api/services',
    '/api/services/:id',
  ])
})

test('a policy that was read is read again as itself', () => {
  const policy = read({ identity: { field: 'user.id' } })

  expect(read(policy)).toEqual(policy)
  expect(JSON.parse(JSON.stringify(policy))).toStrictEqual(policy)
})

test('the same policy has the same text, in whatever order it was written', () => {
  const one = read({ classes: { payment: { ttl: 5, timeout: 6 } }, maskFor: 'nobody' })
  const other = read({ maskFor: 'nobody', classes: { payment: { timeout: 6, ttl: 5 } } })

  expect(JSON.stringify(one)).toBe(JSON.stringify(other))
})

test('classes and limits are merged, lists are replaced, and nothing else changes', () => {
  const changes: PolicyChanges = {
    classes: { payment: { ttl: 10_000 }, rates: { strategy: 'cache-first', ttl: 60_000 } },
    limits: { entries: 10 },
    bustParameters: ['fresh'],
    routes: [{ url: '/api/rates', class: 'rates', groups: ['rates'] }],
  }
  const before = read({})

  const policy = read(changes)

  expect(policy).toEqual({
    ...before,
    classes: {
      ...before.classes,
      payment: { ...before.classes['payment'], ttl: 10_000 },
      rates: { strategy: 'cache-first', ttl: 60_000, timeout: 3_000, revalidateAfter: 30_000, outlivesRun: false },
    },
    limits: { ...before.limits, entries: 10 },
    bustParameters: ['fresh'],
    routes: [{ url: '/api/rates', class: 'rates', groups: ['rates'], keepsSession: false }],
  })
})

test('what is undefined was left out', () => {
  expect(read({ name: undefined, limits: undefined, classes: { payment: { ttl: undefined } } })).toEqual(read({}))
})

test('a class may have any name, and be no more than that', () => {
  const named = JSON.parse(
    `{ "classes": { "__proto__": { "strategy": "cache-first", "ttl": 1 } },
       "routes": [{ "url": "/a", "class": "toString", "groups": [] }] }`,
  ) as unknown

  expect(problem(named)).toMatch(/^routes\.0\.class is "toString"; it must be one of payment, booking, static/)
})

test.each<[what: string, changes: unknown, line: string | RegExp]>([
  ['The policy', null, 'The policy is null; it must be an object.'],
  ['The policy', [], 'The policy is []; it must be an object.'],
  ['The policy', 'fast', 'The policy is "fast"; it must be an object.'],
  ['name', { name: 'my cache' }, 'name is "my cache"; it must be text such as "payment-sync".'],
  ['name', { name: '' }, 'name is ""; it must be text such as "payment-sync".'],
  ['classes', { classes: null }, 'classes is null; it must be an object.'],
  ['classes', { classes: [] }, 'classes is []; it must be an object.'],
  ['a class', { classes: { payment: null } }, 'classes.payment is null; it must be an object.'],
  ['a class', { classes: { payment: 30 } }, 'classes.payment is 30; it must be an object.'],
  [
    'a new class',
    { classes: { rates: { ttl: 5 } } },
    'classes.rates.strategy is undefined; it must be one of network-first, stale-while-revalidate, cache-first.',
  ],
  [
    'a strategy',
    { classes: { payment: { strategy: 'cache-only' } } },
    'classes.payment.strategy is "cache-only"; it must be one of network-first, stale-while-revalidate, cache-first.',
  ],
  [
    'a typing error',
    { classes: { payment: { tll: 5 } } },
    'classes.payment.tll is 5; it must be left out: it is none of strategy, ttl, timeout, revalidateAfter, outlivesRun.',
  ],
  ...['30s', -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 86_400_001, null, [5]].map(
    (ttl): [string, unknown, string] => [
      'a time',
      { classes: { payment: { ttl } } },
      `classes.payment.ttl is ${typeof ttl === 'number' ? ttl : JSON.stringify(ttl)}; it must be a whole number from 0 to 86400000.`,
    ],
  ),
  [
    'a flag',
    { classes: { payment: { outlivesRun: 'yes' } } },
    'classes.payment.outlivesRun is "yes"; it must be true or false.',
  ],
  ['a list', { watch: '/api/*' }, 'watch is "/api/*"; it must be a list.'],
  ['an item', { watch: ['/api/*', 7] }, 'watch.1 is 7; it must be text such as "/api/bookings/:id".'],
  ['a route', { routes: ['/a'] }, 'routes.0 is "/a"; it must be an object.'],
  ['a URL', withRoute({ url: '' }), 'routes.0.url is ""; it must be text such as "/api/bookings/:id".'],
  ['a group', withRoute({ groups: ['a', 5] }), 'routes.0.groups.1 is 5; it must be text such as "booking:{path.id}".'],
  [
    'a source that nobody knows',
    withRoute({ groups: ['booking:{cookie.id}'] }),
    'routes.0.groups.0 is "booking:{cookie.id}"; it must be text such as "booking:{path.id}".',
  ],
  [
    'two placeholders',
    withRoute({ groups: ['{path.a}{path.b}'] }),
    'routes.0.groups.0 is "{path.a}{path.b}"; it must be text such as "booking:{path.id}".',
  ],
  [
    'a group of our own',
    withRoute({ groups: ['@all'] }),
    'routes.0.groups.0 is "@all"; it must be text such as "booking:{path.id}".',
  ],
  [
    'everything, as a group of an answer',
    withRoute({ groups: ['*'] }),
    'routes.0.groups.0 is "*"; it must be text such as "booking:{path.id}".',
  ],
  [
    'a path into a body',
    withRoute({ states: { each: 'bookings[0]', field: 'a', groups: [] } }),
    'routes.0.states.each is "bookings[0]"; it must be text such as "bookings[].payment".',
  ],
  ['a missing field', withRoute({ states: { each: '' } }), /^routes\.0\.states\.field is undefined; it must be text/],
  ['a flag of a route', withRoute({ keepsSession: 1 }), 'routes.0.keepsSession is 1; it must be true or false.'],
  [
    'a batch of another origin',
    withBatch({ url: '//evil.example/payments' }),
    'routes.0.batch.url is "//evil.example/payments"; it must be text such as "/api/payments".',
  ],
  [
    'a batch of no more than nobody',
    withBatch({ most: 0 }),
    `routes.0.batch.most is 0; it must be a whole number from 1 to ${Number.MAX_SAFE_INTEGER}.`,
  ],
  [
    'a batch without the field that says which',
    withBatch({ field: undefined }),
    'routes.0.batch.field is undefined; it must be text such as "bookings[].payment".',
  ],
  [
    'a class that is not there',
    withRoute({ class: 'payments' }),
    'routes.0.class is "payments"; it must be one of payment, booking, static.',
  ],
  [
    'a method in small letters, which no request would match',
    withMutation({ methods: ['post'] }),
    'mutations.0.methods.0 is "post"; it must be text such as "POST" or "*".',
  ],
  [
    'a session',
    withMutation({ session: 'begins' }),
    'mutations.0.session is "begins"; it must be one of starts, ends.',
  ],
  [
    'what a mutation invalidates',
    withMutation({ invalidates: [''] }),
    'mutations.0.invalidates.0 is ""; it must be text such as "booking:{path.id}" or "*".',
  ],
  [
    'a class of a field that is not there',
    withField({ class: 'paid' }),
    'agingFields.0.class is "paid"; it must be one of payment, booking, static.',
  ],
  ['a mask', withField({ masked: null }), 'agingFields.0.masked is null; it must be text such as "booking".'],
  [
    'a placeholder where there is nothing to look into',
    withField({ groups: ['payment:{body.id}'] }),
    'agingFields.0.groups.0 is "payment:{body.id}"; it must be text such as "payments".',
  ],
  ['who gets masks', { maskFor: 'all' }, 'maskFor is "all"; it must be one of client-pages, every-page, nobody.'],
  [
    'a header in capitals, which no request would match',
    { ignoreHeaders: ['X-Trace'] },
    'ignoreHeaders.0 is "X-Trace"; it must be text such as "x-tenant".',
  ],
  [
    'a header that none can be',
    { sessionHeaders: ['x tenant'] },
    'sessionHeaders.0 is "x tenant"; it must be text such as "x-tenant".',
  ],
  ['an identity', { identity: 'user.id' }, 'identity is "user.id"; it must be an object.'],
  ['a field of it', { identity: { field: '' } }, 'identity.field is ""; it must be text such as "booking".'],
  [
    'any method as one that is idempotent',
    { idempotentMethods: ['*'] },
    'idempotentMethods.0 is "*"; it must be text such as "POST".',
  ],
  [
    'an origin with a path',
    { conditionalOrigins: ['https://api.example.com/'] },
    'conditionalOrigins.0 is "https://api.example.com/"; it must be text such as "https://api.example.com".',
  ],
  ['limits', { limits: null }, 'limits is null; it must be an object.'],
  [
    'a limit',
    { limits: { entries: 0 } },
    `limits.entries is 0; it must be a whole number from 1 to ${Number.MAX_SAFE_INTEGER}.`,
  ],
  ['a function', { name: () => 'x' }, 'name is a function; it must be text such as "payment-sync".'],
  ['an unknown field', { tll: 5 }, /^tll is 5; it must be left out: it is none of name, classes, routes, /],
])('%s that can not be is named in one line: %j', (_, changes, line) => {
  if (typeof line === 'string') expect(problem(changes)).toBe(line)
  else expect(problem(changes)).toMatch(line)
})

test('of a batch is said where it is and how it speaks, not how many and how long', () => {
  const batch = { url: '/many', ids: 'ids', id: 'id', each: 'all[]', field: 'id' }
  const [route] = read(withRoute({ batch })).routes

  expect(route?.batch).toEqual({ ...batch, most: 50, within: 10 })
})

test('a long value is cut, so that the line stays one', () => {
  expect(problem({ name: `${'x'.repeat(500)} ` }).length).toBeLessThan(150)
})

test('every number may be at either end of what it must be', () => {
  const ends = (ttl: number): PolicyChanges => ({
    classes: { payment: { ttl, timeout: ttl, revalidateAfter: ttl } },
    limits: { entries: 1, entryBytes: 1, totalBytes: 1 },
  })

  expect(problem(ends(0))).toBe('no problem')
  expect(problem(ends(86_400_000))).toBe('no problem')
})

test('whatever stands at whatever place, it is either read, or named by that place', () => {
  const paths = placesIn(read({ identity: { field: 'user.id', header: 'x-user' } }))

  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.anything(), (path, value) => {
      const found = problem(replaced(read({}), path, value))
      if (found === 'no problem') return
      expect(found.split('\n')).toHaveLength(1)
      expect(found.startsWith(path.join('.'))).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})

/** Every place in a value, by the names that lead there. */
function placesIn(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]]
  const inside = Object.entries(value).flatMap(([name, item]) => placesIn(item, [...path, name]))
  return path.length === 0 ? inside : [[...path], ...inside]
}

function replaced(value: unknown, [name, ...rest]: readonly string[], by: unknown): unknown {
  if (name === undefined) return by
  if (Array.isArray(value)) return value.with(Number(name), replaced(value[Number(name)], rest, by))
  const fields = (value ?? {}) as Record<string, unknown>
  return { ...fields, [name]: replaced(fields[name], rest, by) }
}
