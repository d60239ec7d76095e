import * as fc from 'fast-check'
import { parseList, serializeList, Token, type BareItem } from 'structured-headers'
import { expect, test } from 'vitest'
import { ANYTHING, MOST_GROUPS } from '../../../shared/groups.ts'
import { answerGroups, groupHeader } from '../../../sw/invalidate/answer-groups.ts'
import { planFor } from '../support/plans.ts'
import { ask } from '../support/requests.ts'

const about = (url: string, body: unknown, headers: Record<string, string> = {}): string[] =>
  answerGroups(planFor(ask(url)), new Headers(headers), () => body)

test('an answer is about what its route names: in the URL and in its body', () => {
  const body = {
    bookings: [
      { id: 1, payment: { reference: 'r1' } },
      { id: 2, payment: null },
    ],
  }

  expect(about('/api/bookings', body)).toEqual(['bookings', 'booking:1', 'booking:2', 'payment:r1'])
})

test('a body that does not name what it is about may be about anything', () => {
  expect(about('/api/bookings', undefined)).toEqual([ANYTHING])
  expect(about('/api/bookings', { bookings: [{}] })).toEqual([ANYTHING])
})

test('an answer is also about what its server says', () => {
  expect(about('/api/services', undefined, { 'Cache-Groups': '"rates", "services";v=2' })).toEqual([
    'services',
    'rates',
  ])
})

test('what a server says in a way that can not be read may be anything', () => {
  expect(about('/api/services', undefined, { 'Cache-Groups': 'rates' })).toEqual(['services', ANYTHING])
})

test('an answer about very many things is about anything: the ledger look-up stays small', () => {
  const bookings = (many: number) => ({ bookings: Array.from({ length: many }, (_, id) => ({ id })) })

  expect(about('/api/bookings', bookings(MOST_GROUPS - 1))).toHaveLength(MOST_GROUPS)
  expect(about('/api/bookings', bookings(MOST_GROUPS))).toEqual([ANYTHING])
})

test('a body is not read where no template looks into it', () => {
  const read = (): unknown => expect.unreachable('it was read')

  expect(answerGroups(planFor(ask('/api/services')), new Headers(), read)).toEqual(['services'])
})

test.each([
  [null, []],
  ['', []],
  ['"a"', ['a']],
  ['"a", "b"', ['a', 'b']],
  ['"a","b"\t,\t"c"', ['a', 'b', 'c']],
  ['"booking:7;x=1, y"', ['booking:7;x=1, y']],
  [String.raw`"say \"hi\"", "back\\slash"`, ['say "hi"', 'back\\slash']],
  ['"a";v=1;w="x, \\"y\\""; z, "b";t=text/plain', ['a', 'b']],
  ['"a";d=-1.5;e=@1659578233;f=:YWJj:;g=?0;*k=*', ['a']],
])('%j names the groups %j', (field, groups) => {
  expect(groupHeader(field)).toEqual(groups)
})

test.each([
  'a',
  '1',
  '?1',
  ':YQ==:',
  '("a" "b")',
  '"a", b',
  '"a",',
  ',"a"',
  '"a",,"b"',
  '"a" "b"',
  `'a'`,
  '"a',
  '"a\\"',
  '"a\\b"',
  '"é"',
  '"a\tb"',
  '"a";',
  '"a";V=1',
  '"a";v=',
  '"a";v=1.2345',
  '"a" ;v',
  '""',
  '"@all"',
  '"a", "@session:1"',
])('%j can not be read, and the worst is assumed', (field) => {
  expect(groupHeader(field)).toBeUndefined()
})

test('fields in several lines are read as one', () => {
  const headers = new Headers()
  headers.append('Cache-Groups', '"a", "b"')
  headers.append('Cache-Groups', '"c"')

  expect(groupHeader(headers.get('cache-groups'))).toEqual(['a', 'b', 'c'])
})

const printable = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) })
const key = fc.stringMatching(/^[a-z*][a-z0-9_.*-]*$/)
const value = fc.oneof<fc.Arbitrary<BareItem>[]>(
  printable,
  fc.boolean(),
  fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }),
  fc.integer({ min: -999_999, max: 999_999 }).map((thousandths) => thousandths / 1_000),
  fc.stringMatching(/^[A-Za-z*][A-Za-z0-9!#$%&'*+.^_`|~:/-]*$/).map((text) => new Token(text)),
  fc.uint8Array({ maxLength: 8 }).map((bytes) => bytes.slice().buffer),
)
const parameters = fc.array(fc.tuple(key, value), { maxLength: 3 }).map((pairs) => new Map(pairs))

test('every list of strings that a server can write is read, whatever its parameters', () => {
  const lists = fc.array(fc.tuple(printable, parameters))

  fc.assert(
    fc.property(lists, (list) => {
      const groups = list.map(([group]) => group)
      const expected = groups.some((group) => group === '' || group.startsWith('@')) ? undefined : groups
      expect(groupHeader(serializeList(list))).toEqual(expected)
    }),
    { numRuns: 1_000 },
  )
})

test('what a whole parser of structured fields makes of a text, and we, is the same', () => {
  const pieces = [
    '"',
    '\\',
    ',',
    ' ',
    '\t',
    ';',
    '=',
    '(',
    ')',
    'a',
    'v',
    '1',
    '.',
    '-',
    ':',
    '?',
    '@',
    '*',
    '%',
    'é',
    '"a"',
    '"b", ',
  ]
  const text = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((some) => some.join(''))
  const nearly = fc
    .tuple(fc.array(fc.tuple(printable, parameters), { minLength: 1 }), fc.nat(), fc.constantFrom('', ...pieces))
    .map(([list, at, piece]) => {
      const whole = serializeList(list)
      const place = at % (whole.length + 1)
      return whole.slice(0, place) + piece + whole.slice(place + 1)
    })

  fc.assert(
    fc.property(fc.oneof(text, nearly), (raw) => {
      // As `Headers` gives it.
      const field = raw.replaceAll(/^[ \t]+|[ \t]+$/g, '')
      const [ours, theirs] = [groupHeader(field), parsed(field)]
      // A Display String is beyond us: assuming the worst of it is safe.
      if (ours === undefined && field.includes('%')) return
      // The library takes no comma after a Date, nor every base64: RFC 9651 does.
      if (theirs === undefined && /[:@]/.test(field)) return
      expect(ours).toEqual(theirs)
    }),
    { numRuns: 5_000 },
  )
})

/** By the library. Undefined: the worst. */
function parsed(field: string): string[] | undefined {
  try {
    const items = parseList(field).map(([item]) => item)
    const areGroups = items.every(
      (item): item is string => typeof item === 'string' && item !== '' && !item.startsWith('@'),
    )
    return areGroups ? items : undefined
  } catch {
    return undefined
  }
}
