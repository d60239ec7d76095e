import { expect, test } from 'vitest'
import type { Run } from '../../../sw/store/run.ts'
import type { Transaction } from '../../../sw/store/database.ts'
import { Memory } from '../../../sw/store/memory.ts'
import { Picture } from '../../../sw/store/picture.ts'
import { Recorded } from '../../../sw/store/recorded.ts'
import type { LedgerRow, StateRow } from '../../../sw/store/records.ts'

const state = { name: 'state', run: 1, writes: 3 } as StateRow
const row = (stamp: number): LedgerRow => ({ group: 'bookings', stamp, at: stamp })

/** A store with one ledger row, and what it was asked. */
function storeOf(found: StateRow): { readonly transaction: Transaction; readonly asked: string[] } {
  const asked: string[] = []
  const transaction = {
    get: (table: string, key: string) => {
      if (key === 'state') return Promise.resolve(found)
      asked.push(`get ${table} ${key}`)
      return Promise.resolve(table === 'ledger' ? row(1) : undefined)
    },
    all: (table: string) => {
      asked.push(`all ${table}`)
      return Promise.resolve(table === 'ledger' ? [row(1)] : [])
    },
    put: () => Promise.resolve(),
    delete: () => Promise.resolve(),
    clear: () => Promise.resolve(),
  } as unknown as Transaction
  return { transaction, asked }
}

/** That remembers another ledger row than there is. */
function memoryAt(writes: number): Memory {
  const memory = new Memory()
  memory.begin({ number: 1 } as Run)
  const picture = new Picture()
  picture.put('meta', { ...state, writes })
  picture.clear('ledger')
  picture.put('ledger', row(9))
  memory.keep({ ...state, writes }, picture)
  return memory
}

test('asks for nothing that is remembered, where nobody has written since', async () => {
  const { transaction, asked } = storeOf(state)
  const recorded = new Recorded(transaction, memoryAt(3))
  expect(await recorded.get('ledger', 'bookings')).toEqual(row(9))
  expect(await recorded.all('ledger')).toEqual([row(9)])
  expect(asked).toEqual([])
})

test('asks for all of it where somebody has', async () => {
  const { transaction, asked } = storeOf({ ...state, writes: 4 })
  const recorded = new Recorded(transaction, memoryAt(3))
  expect(await recorded.get('ledger', 'bookings')).toEqual(row(1))
  expect(await recorded.all('ledger')).toEqual([row(1)])
  expect(asked).toEqual(['get ledger bookings', 'all ledger'])
})

test('what isn’t remembered is asked for before it is known whether anything is', () => {
  const { transaction, asked } = storeOf(state)
  const recorded = new Recorded(transaction, memoryAt(3))
  void recorded.get('entries', 'one')
  expect(asked).toEqual(['get entries one'])
})

test('sees what it has changed itself, also what was asked for before', async () => {
  const recorded = new Recorded(storeOf(state).transaction, undefined)
  const before = recorded.all('ledger')
  void recorded.put('ledger', row(5))
  await before
  expect(await recorded.get('ledger', 'bookings')).toEqual(row(5))
  expect(await recorded.all('ledger')).toEqual([row(5)])
  void recorded.delete('ledger', 'bookings')
  expect(await recorded.get('ledger', 'bookings')).toBeUndefined()
  expect(await recorded.all('ledger')).toEqual([])
})

test('knows of a table that it has emptied that nothing is there', async () => {
  const { transaction, asked } = storeOf(state)
  const recorded = new Recorded(transaction, memoryAt(3))
  void recorded.clear('ledger')
  expect(await recorded.get('ledger', 'bookings')).toBeUndefined()
  expect(recorded.seen.isWhole('ledger')).toBe(true)
  expect(asked).toEqual([])
})
