import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { expandTemplate, parseTemplate, walk, type TemplateSources } from '../../shared/group-template.ts'

/** The groups that a template names. */
function expand(text: string, sources: TemplateSources): string[] | undefined {
  const template = parseTemplate(text)
  if (!template) throw new Error(`${text} is no template`)
  return expandTemplate(template, sources)
}

const queryOf = (search: string): URLSearchParams => new URLSearchParams(search)

test('a text without a placeholder is the group itself', () => {
  expect(expand('bookings', {})).toEqual(['bookings'])
})

test.each<[source: string, text: string, sources: TemplateSources]>([
  ['the path', 'booking:{path.id}', { path: { id: '7' } }],
  ['the query', 'booking:{query.bookingId}', { query: queryOf('?bookingId=7') }],
  ['the body', 'booking:{body.booking.id}', { body: { booking: { id: '7' } } }],
  ['an answer', 'booking:{response.booking.id}', { response: { booking: { id: '7' } } }],
])('a placeholder takes its value from %s', (_, text, sources) => {
  expect(expand(text, sources)).toEqual(['booking:7'])
})

test('what stands before and after a placeholder is kept', () => {
  expect(expand('booking:{path.id}:payments', { path: { id: '7' } })).toEqual(['booking:7:payments'])
})

test('a value is taken as it is, and never decoded a second time', () => {
  expect(expand('booking:{path.id}', { path: { id: '100%25' } })).toEqual(['booking:100%25'])
  expect(expand('booking:{query.id}', { query: queryOf('?id=a%252Fb+c') })).toEqual(['booking:a%2Fb c'])
})

test('a number names the same group as its text', () => {
  expect(expand('booking:{body.id}', { body: { id: 7 } })).toEqual(expand('booking:{body.id}', { body: { id: '7' } }))
})

test('a list in a body names one group for each item', () => {
  const body = { bookings: [{ id: 1 }, { id: 2 }] }

  expect(expand('booking:{body.bookings[].id}', { body })).toEqual(['booking:1', 'booking:2'])
})

test('lists inside lists, and lists of names, are walked to their ends', () => {
  const body = { days: [{ ids: ['a', 'b'] }, { ids: ['c'] }] }

  expect(expand('booking:{body.days[].ids[]}', { body })).toEqual(['booking:a', 'booking:b', 'booking:c'])
})

test('a list in a query is split at commas', () => {
  expect(expand('booking:{query.ids[]}', { query: queryOf('?ids=2,1,,3') })).toEqual([
    'booking:2',
    'booking:1',
    'booking:3',
  ])
})

test('an empty list names nothing, and misses nothing', () => {
  expect(expand('booking:{body.bookings[].id}', { body: { bookings: [] } })).toEqual([])
  expect(expand('booking:{query.ids[]}', { query: queryOf('?ids=') })).toEqual([])
})

test.each<[what: string, text: string, sources: TemplateSources]>([
  ['a body that is not there', 'booking:{body.id}', {}],
  ['a body that is a text', 'booking:{body.length}', { body: 'seven' }],
  ['a field that is not there', 'booking:{body.id}', { body: {} }],
  ['a field that every object has', 'booking:{body.constructor.name}', { body: {} }],
  ['a number that every list inherits', 'booking:{body.__proto__.length}', { body: [] }],
  ['an empty name', 'booking:{body.id}', { body: { id: '' } }],
  ['null', 'booking:{body.id}', { body: { id: null } }],
  ['an object', 'booking:{body.id}', { body: { id: { value: 7 } } }],
  ['a list where none is expected', 'booking:{body.id}', { body: { id: [7] } }],
  ['no list where one is expected', 'booking:{body.ids[]}', { body: { ids: '7' } }],
  ['one item without a name', 'booking:{body.bookings[].id}', { body: { bookings: [{ id: 1 }, {}] } }],
  ['a parameter that is not there', 'booking:{query.id}', { query: queryOf('?other=1') }],
  ['a list parameter that is not there', 'booking:{query.ids[]}', { query: queryOf('') }],
  ['a group of the pattern that did not match', 'booking:{path.id}', { path: { id: undefined } }],
])('without a value the worst must be assumed: %s', (_, text, sources) => {
  expect(expand(text, sources)).toBeUndefined()
})

test('an optional value may be missing, and the others count', () => {
  const body = { bookings: [{ payment: { reference: 'r1' } }, { payment: null }, {}] }

  expect(expand('payment:{body.bookings[].payment.reference?}', { body })).toEqual(['payment:r1'])
  expect(expand('booking:{query.bookingId?}', { query: queryOf('') })).toEqual([])
})

test.each([
  '',
  '@all',
  '@url:https://a.example/',
  'booking:{id}',
  'booking:{}',
  'booking:{cookie.id}',
  'booking:{path.}',
  'booking:{path.id',
  'booking:path.id}',
  'booking:{{path.id}}',
  'booking:{path.id}{path.id}',
  'booking:{body.[].id}',
  'booking:{body..id}',
  'booking:{body.a b}',
  'booking:{body.id?}?}',
])('%j is no template', (text) => {
  expect(parseTemplate(text)).toBeUndefined()
})

test('no text and no body make it throw, and every group has its text around it', () => {
  const step = fc.constantFrom('id', 'bookings', 'bookings[]', 'constructor', '__proto__')
  const text = fc
    .tuple(fc.constantFrom('path', 'query', 'body', 'response'), fc.array(step, { minLength: 1 }), fc.boolean())
    .map(([source, steps, optional]) => `<{${source}.${steps.join('.')}${optional ? '?' : ''}}>`)

  fc.assert(
    fc.property(fc.oneof(text, fc.string()), fc.jsonValue(), (text, body) => {
      const template = parseTemplate(text)
      const groups = template && expandTemplate(template, { body, response: body, path: { id: '7' } })
      if (text.startsWith('<{')) expect(groups?.every((group) => /^<.+>$/s.test(group)) ?? true).toBe(true)
    }),
  )
})

test('a walk tells of everything that it misses', () => {
  expect(walk({ items: [{ id: 1 }, {}, { id: null }] }, ['items', '[]', 'id'])).toEqual([1, undefined, null])
  expect(walk({ items: {} }, ['items', '[]', 'id'])).toEqual([undefined])
  expect(walk('itself', [])).toEqual(['itself'])
})
