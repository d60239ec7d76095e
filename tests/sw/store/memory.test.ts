import { expect, test } from 'vitest'
import { Memory, type Seen } from '../../../sw/store/memory.ts'

const seen = (bytes: number): Seen => ({ entry: { bytes } }) as unknown as Seen

test('it gives back what was seen, by its key', () => {
  const memory = new Memory()
  const one = seen(10)
  memory.keep(memory.moment, 'one', one)
  expect(memory.recall('one')).toBe(one)
  expect(memory.recall('two')).toBeUndefined()
})

test('what began to be looked for before it was told to forget is not kept', () => {
  const memory = new Memory()
  const { moment } = memory
  memory.forget()
  memory.keep(moment, 'one', seen(10))
  expect(memory.recall('one')).toBeUndefined()
})

test('it holds 8 MiB, and begins anew beyond', () => {
  const memory = new Memory()
  const MiB = 1_048_576
  for (let each = 1; each <= 8; each += 1) memory.keep(memory.moment, `${each}`, seen(MiB))
  expect(memory.recall('1')).toBeDefined()
  memory.keep(memory.moment, '9', seen(1))
  expect(memory.recall('1')).toBeUndefined()
  memory.keep(memory.moment, '10', seen(8 * MiB))
  expect(memory.recall('10')).toBeDefined()
})
