import { expect, test, vi } from 'vitest'
import { eventStream, type StreamEnd } from '../../app/server/live/event-stream.ts'
import { LiveHub, type Listener } from '../../app/server/live/live-hub.ts'
import type { Change, ChangeTransport } from '../../app/server/live/change-transport.ts'

/** Reads until the text has come. */
async function readUntil(body: ReadableStream<Uint8Array>, wanted: string): Promise<string> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  while (!text.includes(wanted)) {
    const { value, done } = await reader.read()
    if (done) throw new Error(`ended after ${JSON.stringify(text)}`)
    text += decoder.decode(value)
  }
  reader.releaseLock()
  return text
}

test('opens at once and gives signs of life, each an event that a page can count', async () => {
  const ends: StreamEnd[] = []
  const { body, end } = eventStream(5, (reason) => ends.push(reason))
  const text = await readUntil(body, 'event: heartbeat\ndata: {}\n\nevent: heartbeat\ndata: {}\n\n')
  expect(text).toMatch(/^retry: \d+\n: [^\n]+\n\nevent: heartbeat/)
  end('session')
  end('shutdown')
  expect(ends).toEqual(['session'])
})

test('cuts who does not read, and is told when a reader goes', async () => {
  const ends: StreamEnd[] = []
  const slow = eventStream(60_000, (reason) => ends.push(reason))
  for (let at = 0; at < 300; at += 1) slow.send('x'.repeat(1_024))
  expect(ends).toEqual(['too slow'])
  await expect(readUntil(slow.body, 'never')).rejects.toThrow('too slow')

  const left = eventStream(60_000, (reason) => ends.push(reason))
  await left.body.cancel()
  expect(ends).toEqual(['too slow', 'gone'])
  // What is sent afterwards goes nowhere, and breaks nothing.
  left.send('late')
})

const change = (seq: bigint, userId = '1'): Change => ({ seq, userId, groups: [`booking:${seq}`] })

/** A transport whose past takes as long as the test wants. */
function heldTransport(latest: bigint) {
  let answer: (missed: readonly Change[] | undefined) => void = () => undefined
  const missed = new Promise<readonly Change[] | undefined>((resolve) => {
    answer = resolve
  })
  const transport: ChangeTransport = {
    start: () => Promise.resolve(),
    latest: () => latest,
    catchUp: () => Promise.resolve(),
    since: () => missed,
    stop: () => Promise.resolve(),
  }
  return { transport, answer: (changes: readonly Change[] | undefined) => answer(changes) }
}

function listener(): { listener: Listener; said: string[] } {
  const said: string[] = []
  return { said, listener: { userId: '1', session: 's', send: (text) => said.push(text), end: vi.fn() } }
}

const changesIn = (said: readonly string[]): string[] =>
  said.flatMap((text) => (/"changes":\[(.*)\]/.exec(text)?.[1] ?? '').split(',').filter(Boolean))

test('tells what was missed and what came meanwhile once, in order', async () => {
  const { transport, answer } = heldTransport(12n)
  const hub = new LiveHub(transport)
  const { said, listener: one } = listener()
  const { settled } = hub.add(one, '9')
  // These come while the past is looked up; the database, asked a moment later, knows the first of them too.
  hub.deliver([change(13n), change(13n, '2')])
  hub.deliver([change(14n)])
  expect(said).toEqual([])
  answer([change(10n), change(12n), change(13n)])
  await settled
  hub.deliver([change(15n)])
  expect(changesIn(said)).toEqual(['"10"', '"12"', '"13"', '"14"', '"15"'])
})

test('starts over from where it is, and tells what comes after', async () => {
  const { transport, answer } = heldTransport(12n)
  const hub = new LiveHub(transport)
  const { said, listener: one } = listener()
  const { settled, remove } = hub.add(one, '9')
  hub.deliver([change(12n)])
  hub.deliver([change(13n)])
  answer(undefined)
  await settled
  expect(said[0]).toBe('id: 12\nevent: reset\ndata: {}\n\n')
  expect(changesIn(said)).toEqual(['"13"'])
  expect([hub.count, hub.countOf('1')]).toEqual([1, 1])
  remove()
  remove()
  expect([hub.count, hub.countOf('1')]).toEqual([0, 0])
  hub.deliver([change(14n)])
  expect(changesIn(said)).toEqual(['"13"'])
})
