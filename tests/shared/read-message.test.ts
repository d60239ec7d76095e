import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { PROTOCOL_VERSION, seal, type FromWorker, type Reply, type ToWorker } from '../../shared/protocol.ts'
import { readFromWorker, readReply, readToWorker } from '../../shared/read-message.ts'

const fromWorker: readonly FromWorker[] = [
  { type: 'invalidated', groups: ['bookings'], reason: 'mutation', stamp: 2, before: 1, born: 'b' },
  {
    type: 'invalidated',
    groups: ['*'],
    reason: 'outcome-unknown',
    stamp: 2,
    before: 1,
    born: '',
    unsettledFor: 60_000,
  },
  { type: 'updated', url: 'https://app.example/api/bookings', groups: [], asOf: 3 },
  { type: 'started', stamp: 0, born: 'b' },
]

const toWorker: readonly ToWorker[] = [
  { type: 'hello' },
  { type: 'catch-up', since: 1, born: '' },
  { type: 'invalidate', groups: ['booking:7'] },
  { type: 'end-session' },
  { type: 'mutated', method: 'POST', url: 'https://app.example/api/bookings', ended: false, groups: [] },
  { type: 'mutated', method: 'POST', url: 'https://app.example/', ended: true, groups: ['a'], unknown: true },
  { type: 'live', id: '42', groups: ['booking:7'], changes: ['41', '42'] },
  { type: 'report', of: 'stats' },
  { type: 'set', paused: true },
  { type: 'set', debug: false },
  { type: 'take-over', idle: true },
  { type: 'leave' },
]

const replies: readonly Reply[] = [
  { type: 'latest', stamp: 1, born: 'b', groups: ['*'], live: '42', paused: true, rows: [{}] },
  { type: 'refused', problem: 'why' },
]

const readers = { readFromWorker, readToWorker, readReply }

test('what was sealed is read, each by its own reader and by no other', () => {
  for (const message of fromWorker) expect(readFromWorker(seal(message))).toEqual(message)
  for (const message of toWorker) expect(readToWorker(seal(message))).toEqual(message)
  for (const message of replies) expect(readReply(seal(message))).toEqual(message)

  for (const message of [...toWorker, ...replies]) expect(readFromWorker(seal(message))).toBeUndefined()
  for (const message of [...fromWorker, ...replies]) expect(readToWorker(seal(message))).toBeUndefined()
  for (const message of [...fromWorker, ...toWorker]) expect(readReply(seal(message))).toBeUndefined()
})

test.each<[what: string, data: unknown]>([
  ["another library's message", { type: 'CACHE_URLS', payload: { urlsToCache: ['/'] } }],
  ['a message that is not sealed', { type: 'hello' }],
  ['a text', 'SKIP_WAITING'],
  ['nothing', undefined],
  ['null', null],
  ['an envelope from somebody else', { ...seal({ type: 'hello' }), from: 'other-sync' }],
  ['a newer version', { ...seal({ type: 'hello' }), version: PROTOCOL_VERSION + 1 }],
  ['an older version', { ...seal({ type: 'hello' }), version: PROTOCOL_VERSION - 1 }],
  ['a version in letters', { ...seal({ type: 'hello' }), version: String(PROTOCOL_VERSION) }],
  ['an empty envelope', seal(undefined)],
  ['a message that is a text', seal('hello')],
  ['a message without a type', seal({})],
  ['a type that nobody knows', seal({ type: 'good-bye' })],
  ['a type that every object has', seal({ type: 'constructor' })],
  ['another one', seal({ type: '__proto__' })],
  ['a type that is no text', seal({ type: ['hello'] })],
])('%s is not for us', (_, data) => {
  expect(readFromWorker(data)).toBeUndefined()
  expect(readToWorker(data)).toBeUndefined()
  expect(readReply(data)).toBeUndefined()
})

test.each<[reader: keyof typeof readers, message: { type: string }, wrong: Record<string, unknown[]>]>([
  [
    'readFromWorker',
    fromWorker[0] as FromWorker,
    {
      groups: [undefined, 'bookings', [7], [''], [null]],
      reason: [undefined, 1, null],
      stamp: ['2', -1, 1.5, Number.NaN, Number.MAX_SAFE_INTEGER + 1, undefined],
      before: [null, '1'],
      born: [7, undefined, 'b'.repeat(4_097)],
      unsettledFor: ['60000', -1, null],
    },
  ],
  [
    'readFromWorker',
    fromWorker[2] as FromWorker,
    { url: [undefined, 7, 'u'.repeat(4_097)], groups: [{}], asOf: [undefined, '3'] },
  ],
  ['readFromWorker', fromWorker[3] as FromWorker, { stamp: [undefined], born: [undefined] }],
  ['readToWorker', toWorker[1] as ToWorker, { since: [undefined, -1], born: [undefined, {}] }],
  ['readToWorker', toWorker[2] as ToWorker, { groups: [undefined, ['']] }],
  [
    'readToWorker',
    toWorker[5] as ToWorker,
    {
      method: [undefined, 1],
      url: [undefined, new URL('https://a.example')],
      ended: ['true', undefined],
      groups: [undefined],
      unknown: ['true', null],
    },
  ],
  [
    'readToWorker',
    toWorker[6] as ToWorker,
    { id: [undefined, 42], groups: [undefined, [7]], changes: [undefined, '41', [41]] },
  ],
  ['readReply', replies[0] as Reply, { stamp: ['1'], born: [undefined], groups: [undefined, 'x'], live: [42, null] }],
  ['readToWorker', toWorker[7] as ToWorker, { of: [undefined, 7, 'weather'] }],
  ['readToWorker', toWorker[8] as ToWorker, { debug: ['true', null], paused: [1, null] }],
  ['readToWorker', toWorker[10] as ToWorker, { idle: [undefined, 'yes'] }],
  ['readReply', replies[0] as Reply, { paused: ['true', null], rows: [{}, null] }],
  ['readReply', replies[1] as Reply, { problem: [undefined, new Error('why')] }],
])('%s ignores %j with any field of another kind', (reader, message, wrong) => {
  expect(readers[reader](seal(message))).toEqual(message)
  for (const [field, values] of Object.entries(wrong)) {
    for (const value of values)
      expect(readers[reader](seal({ ...message, [field]: value })), `${field}: ${String(value)}`).toBeUndefined()
  }
})

test('a reason that is younger than the page makes nothing right: it is told like any other', () => {
  const younger = { ...(fromWorker[0] as FromWorker), reason: 'because' }

  expect(readFromWorker(seal(younger))).toEqual(younger)
})

test('what is added to a message later is no reason to ignore it', () => {
  for (const [read, message] of [
    [readFromWorker, fromWorker[0]],
    [readToWorker, toWorker[6]],
    [readReply, replies[0]],
  ] as const)
    expect(read(seal({ ...message, later: true }))).toEqual({ ...message, later: true })
})

test('a list that nobody would send is not read', () => {
  const groups = (many: number): string[] => Array.from({ length: many }, (_, at) => `group ${at}`)

  expect(readToWorker(seal({ type: 'invalidate', groups: groups(10_000) }))).toBeDefined()
  expect(readToWorker(seal({ type: 'invalidate', groups: groups(10_001) }))).toBeUndefined()
})

test('nothing that can be sent makes a reader throw', () => {
  const messages = [...fromWorker, ...toWorker, ...replies]
  const types = fc.constantFrom(...messages.map(({ type }) => type), 'constructor', '__proto__', 'toString')
  const mutilated = fc
    .tuple(fc.constantFrom(...messages), fc.dictionary(fc.string(), fc.anything()), fc.anything())
    .chain(([message, more, value]) =>
      fc.constantFrom(...Object.keys(message)).map((field) => ({ ...more, ...message, [field]: value })),
    )
  const message = fc.oneof(mutilated, fc.record({ type: types }), fc.anything())

  fc.assert(
    fc.property(fc.oneof(message.map(seal), fc.anything()), (data) => {
      for (const read of Object.values(readers)) read(data)
    }),
    { numRuns: 1_000 },
  )
})
