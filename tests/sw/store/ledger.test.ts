import { expect, test } from 'vitest'
import type { Transaction } from '../../../sw/store/database.ts'
import { Ledger } from '../../../sw/store/ledger.ts'

/** A ledger of one row, and how often it was read. */
function ledgerOf(stamp: number): { readonly transaction: Pick<Transaction, 'all'>; readonly reads: () => number } {
  let reads = 0
  const all = (): Promise<never[]> => {
    reads += 1
    return Promise.resolve([{ group: 'bookings', stamp, at: stamp }] as never[])
  }
  return { transaction: { all }, reads: () => reads }
}

test('is read once while it doesn’t change, and again when it has', async () => {
  const ledger = new Ledger()
  const first = ledgerOf(1)
  await ledger.read(first.transaction, { born: 'a', ledgerAt: 1 }, { isCommitted: true })
  await ledger.read(first.transaction, { born: 'a', ledgerAt: 1 }, { isCommitted: true })
  expect(first.reads()).toBe(1)
  const second = ledgerOf(2)
  const stamps = await ledger.read(second.transaction, { born: 'a', ledgerAt: 2 }, { isCommitted: true })
  expect(stamps.get('bookings')).toBe(2)
})

test('of another database is another ledger, whatever its stamps', async () => {
  const ledger = new Ledger()
  await ledger.read(ledgerOf(1).transaction, { born: 'a', ledgerAt: 1 }, { isCommitted: true })
  const stamps = await ledger.read(ledgerOf(2).transaction, { born: 'b', ledgerAt: 1 }, { isCommitted: true })
  expect(stamps.get('bookings')).toBe(2)
})

test('as it is being written is remembered by nobody: it may be taken back', async () => {
  const ledger = new Ledger()
  await ledger.read(ledgerOf(9).transaction, { born: 'a', ledgerAt: 9 }, { isCommitted: false })
  const stamps = await ledger.read(ledgerOf(1).transaction, { born: 'a', ledgerAt: 9 }, { isCommitted: true })
  expect(stamps.get('bookings')).toBe(1)
})
