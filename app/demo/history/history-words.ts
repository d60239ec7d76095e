import type { Cause, HistoryEntry } from '../../../shared/domain.ts'

/** How each step came about. `payment_sync.cause` may say anything else: that is shown as it is. */
const sources: Readonly<Record<Cause | 'import' | 'migration' | 'database', string>> = {
  book: 'Booked on this site',
  accept: 'Accepted on this site',
  start: 'Work started on this site',
  complete: 'Marked as done on this site',
  'release-payment': 'Completion confirmed on this site',
  cancel: 'Cancelled on this site',
  pay: 'Checkout opened at Paystack',
  'pay-refused': 'Paystack would not open the checkout',
  'pay-interrupted': 'The attempt to open the checkout broke off',
  webhook: 'Paystack told the server (webhook)',
  verify: 'Paystack was asked (verify)',
  sync: 'Paystack was asked (sync)',
  import: 'Brought along when the demo was set up',
  migration: 'Found when the audit trail began',
  database: 'Changed in the database by hand',
}

export const sourceOf = ({ cause }: HistoryEntry): string =>
  Object.hasOwn(sources, cause) ? sources[cause as keyof typeof sources] : cause

/** Whose doing: nobody's name where Paystack spoke by itself, or where somebody typed into the database. */
export function actorOf({ by, cause }: HistoryEntry): string {
  if (by) return by.name
  if (cause === 'webhook') return 'Paystack'
  return cause === 'import' || cause === 'migration' ? 'The system' : 'Nobody who was logged in'
}
