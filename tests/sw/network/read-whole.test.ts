import * as fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { Answer } from '../../../sw/network/answer.ts'
import { readWhole } from '../../../sw/network/read-whole.ts'
import { bodyOf, bytesOf } from '../support/streams.ts'

const LIMIT = 100
const json = { 'content-type': 'application/json' }

/** What a page would read of it. */
const delivered = async (answer: Answer): Promise<Uint8Array> =>
  new Uint8Array(await new Response(answer.kind === 'whole' ? answer.body : answer.response.body).arrayBuffer())

test('an answer is read to its end', async () => {
  const parts = ['{"booking":', '{"id":7}}'].map(bytesOf)

  const answer = await readWhole(new Response(bodyOf(parts), { status: 201, statusText: 'Made', headers: json }), LIMIT)

  expect(answer).toMatchObject({
    kind: 'whole',
    status: 201,
    statusText: 'Made',
    body: '{"booking":{"id":7}}',
    bytes: 20,
  })
  expect(answer.headers.get('content-type')).toBe('application/json')
})

test.each(['application/json', 'application/problem+json', 'text/plain; charset=utf-8', 'text/html;charset="UTF-8"'])(
  '%s is kept as text, so that a person can read it',
  async (type) => {
    const answer = await readWhole(new Response('"é"', { headers: { 'content-type': type } }), LIMIT)

    expect(answer).toMatchObject({ body: '"é"', bytes: 4 })
  },
)

test.each<[what: string, type: string, bytes: readonly number[]]>([
  ['an image', 'image/png', [1, 2, 3]],
  ['a body without a type', '', [65]],
  ['text in another encoding', 'text/plain; charset=iso-8859-1', [65]],
  ['what calls itself JSON and is not UTF-8', 'application/json', [0xff, 0xfe]],
])('%s is kept as bytes', async (_, type, bytes) => {
  const answer = await readWhole(
    new Response(new Uint8Array(bytes), { headers: type === '' ? {} : { 'content-type': type } }),
    LIMIT,
  )

  expect(answer).toMatchObject({ kind: 'whole', body: new Uint8Array(bytes).buffer })
})

test('a byte order mark stays', async () => {
  const bytes = new Uint8Array([0xef, 0xbb, 0xbf, 0x7b, 0x7d])

  const answer = await readWhole(new Response(bytes, { headers: json }), LIMIT)

  expect(await delivered(answer)).toEqual(bytes)
})

test.each([204, 205, 304])('an answer with status %d has no body', async (status) => {
  expect(await readWhole(new Response(null, { status }), LIMIT)).toMatchObject({ kind: 'whole', body: null, bytes: 0 })
})

test('an empty body is a body', async () => {
  expect(await readWhole(new Response('', { headers: json }), LIMIT)).toMatchObject({ body: '', bytes: 0 })
})

test('an answer of just the limit is read, one of a byte more goes on as a stream', async () => {
  const answer = (bytes: number): Promise<Answer> =>
    readWhole(new Response(bodyOf([new Uint8Array(bytes - 1), new Uint8Array(1)])), LIMIT)

  expect(await answer(LIMIT)).toMatchObject({ kind: 'whole', bytes: LIMIT })
  expect((await answer(LIMIT + 1)).kind).toBe('passing')
})

test('an answer that says that it is too large is not even begun', async () => {
  const response = new Response(bodyOf([new Uint8Array(5)]), { headers: { 'content-length': String(LIMIT + 1) } })

  const answer = await readWhole(response, LIMIT)

  expect(answer).toMatchObject({ kind: 'passing', response })
  expect(response.bodyUsed).toBe(false)
})

test('an event stream goes on as it is', async () => {
  const response = new Response(bodyOf([]), { headers: { 'content-type': 'text/event-stream; charset=utf-8' } })

  expect(await readWhole(response, LIMIT)).toMatchObject({ kind: 'passing', response })
})

test.each<[what: string, told: Partial<Response>]>([
  ['a redirected answer', { redirected: true }],
  ['an opaque one', { type: 'opaque', status: 0 }],
  ['an error', { type: 'error', status: 0 }],
])('%s goes on as it is: no other can be made of it', async (_, told) => {
  const response = new Response('{}', { headers: json })
  for (const [name, value] of Object.entries(told)) Object.defineProperty(response, name, { value })

  expect(await readWhole(response, LIMIT)).toMatchObject({ kind: 'passing', response })
})

test('a body that breaks off breaks off for the page too, after the part that came', async () => {
  const cause = new Error('connection reset')
  const response = new Response(bodyOf([bytesOf('{"boo')], { breaksWith: cause }), { status: 200, headers: json })

  const { kind, response: left } = await readWhole(response, LIMIT)

  expect(kind).toBe('broken')
  expect([left.status, left.headers.get('content-type')]).toEqual([200, 'application/json'])
  const reader = (left.body as ReadableStream<Uint8Array>).getReader()
  expect((await reader.read()).value).toEqual(bytesOf('{"boo'))
  await expect(reader.read()).rejects.toBe(cause)
})

test('a page that gives a large answer up ends it at its source', async () => {
  const onCancel = vi.fn()
  const parts = Array.from({ length: 5 }, () => new Uint8Array(LIMIT))
  const answer = await readWhole(new Response(bodyOf(parts, { onCancel })), LIMIT)

  await answer.response.body?.cancel('seen enough')

  expect(onCancel).toHaveBeenCalledWith('seen enough')
})

test('whatever comes, in whatever parts, reaches the page byte for byte', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 20 })),
      fc.nat(60),
      fc.constantFrom('application/json', 'text/plain', 'image/png', ''),
      async (parts, limit, type) => {
        const whole = parts.flatMap((part) => [...part])

        const answer = await readWhole(
          new Response(bodyOf(parts), { headers: type === '' ? {} : { 'content-type': type } }),
          limit,
        )

        expect(answer.kind).toBe(whole.length > limit ? 'passing' : 'whole')
        expect([...(await delivered(answer))]).toEqual(whole)
      },
    ),
  )
})
