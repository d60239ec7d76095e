import { expect, test } from 'vitest'
import type { Run } from '../../../sw/store/run.ts'
import { Memory } from '../../../sw/store/memory.ts'
import { Picture } from '../../../sw/store/picture.ts'
import type { EntryRecord, StateRow } from '../../../sw/store/records.ts'

const stateAt = (writes: number, run = 1): StateRow => ({ name: 'state', run, writes }) as StateRow
const entryOf = (key: string, bytes = 10): EntryRecord => ({ key, bytes }) as EntryRecord

/** What a look saw, or a write left, all of it, with these entries. */
function pictureOf(state: StateRow, ...entries: EntryRecord[]): Picture {
  const picture = new Picture()
  picture.put('meta', state)
  picture.learn('meta', 'pages', undefined)
  picture.clear('intents')
  picture.clear('ledger')
  for (const entry of entries) picture.put('entries', entry)
  return picture
}

function memoryOf(run = 1): Memory {
  const memory = new Memory()
  memory.begin({ number: run } as Run)
  return memory
}

test('gives back what was seen, by its key', () => {
  const memory = memoryOf()
  const one = entryOf('one')
  memory.keep(stateAt(1), pictureOf(stateAt(1), one))
  expect(memory.recall('one')?.entry).toBe(one)
  expect(memory.recall('two')).toBeUndefined()
})

test('knows that there is nothing, once that was seen', () => {
  const memory = memoryOf()
  const picture = pictureOf(stateAt(1))
  picture.learn('entries', 'one', undefined)
  memory.keep(stateAt(1), picture)
  expect(memory.recall('one')).toMatchObject({ entry: undefined, state: { writes: 1 } })
})

test('follows a write, and keeps what that did not touch', () => {
  const memory = memoryOf()
  memory.keep(stateAt(1), pictureOf(stateAt(1), entryOf('one'), entryOf('two')))
  const written = new Picture()
  written.put('meta', stateAt(2))
  written.put('ledger', { group: 'bookings', stamp: 7, at: 7 })
  written.delete('entries', 'two')
  memory.keep(stateAt(1), written)
  expect(memory.recall('one')).toMatchObject({ entry: { key: 'one' }, state: { writes: 2 } })
  expect(memory.recall('one')?.stamps.get('bookings')).toBe(7)
  expect(memory.recall('two')?.entry).toBeUndefined()
})

test('what was seen before the last write is not kept', () => {
  const memory = memoryOf()
  memory.keep(stateAt(1), pictureOf(stateAt(2), entryOf('one', 2)))
  memory.keep(stateAt(1), pictureOf(stateAt(1), entryOf('one', 1)))
  expect(memory.recall('one')?.entry?.bytes).toBe(2)
})

test('of what lies between two writes that it heard of, nothing is known', () => {
  const memory = memoryOf()
  memory.keep(stateAt(1), pictureOf(stateAt(2), entryOf('one')))
  memory.keep(stateAt(5), pictureOf(stateAt(6), entryOf('two')))
  expect(memory.recall('one')).toBeUndefined()
  expect(memory.recall('two')).toBeDefined()
})

test('what another run has written is another store, though it counts no writes', () => {
  const memory = memoryOf(1)
  memory.keep(stateAt(1), pictureOf(stateAt(1), entryOf('one')))
  expect(memory.isOf(stateAt(1))).toBe(true)
  expect(memory.isOf(stateAt(1, 2))).toBe(false)
  memory.keep(stateAt(1, 2), pictureOf(stateAt(1, 2), entryOf('one')))
  expect(memory.recall('one')).toBeUndefined()
})

test('holds 8 MiB, and begins anew beyond', () => {
  const memory = memoryOf()
  const MiB = 1_048_576
  for (let each = 1; each <= 7; each += 1) memory.keep(stateAt(1), pictureOf(stateAt(1), entryOf(`${each}`, MiB)))
  expect(memory.recall('1')).toBeDefined()
  memory.keep(stateAt(1), pictureOf(stateAt(1), entryOf('8', MiB)))
  expect(memory.recall('1')).toBeUndefined()
  memory.keep(stateAt(1), pictureOf(stateAt(1), entryOf('9', MiB)))
  expect(memory.recall('9')).toBeDefined()
})
