import * as v from 'valibot'
import type { Booking } from '../../../shared/domain.ts'
import { requireUser } from '../auth/session.ts'
import { answerRead } from '../http/answer-read.ts'
import { changeRows } from '../http/change-rows.ts'
import { readQuery } from '../http/read-input.ts'
import { askPaystack } from '../payments/ask-paystack.ts'
import { settlePayment } from '../payments/settle-payment.ts'
import { firstLine } from '../start-error.ts'
import { bookingsOf } from './booking-rows.ts'
import type { AppContext, Deps } from '../http/app-env.ts'

const yesOrNo = v.pipe(
  v.picklist(['true', 'false', '1', '0', '']),
  v.transform((text) => text === 'true' || text === '1'),
)
const syncQuery = v.object({ force: v.optional(yesOrNo), includePaymentStatus: v.optional(yesOrNo, 'true') })

const mostAtOnce = 10

/** All bookings of the user, after asking Paystack about the pending payments. */
export async function syncBookings(c: AppContext, deps: Deps): Promise<Response> {
  const user = requireUser(c)
  const { force, includePaymentStatus } = readQuery(c, syncQuery)
  let bookings = await bookingsOf(deps.database, user.id)
  let unverified = 0
  if (includePaymentStatus) {
    const verified = await Promise.all((await due(deps, bookings, force ?? false)).map((each) => verify(c, deps, each)))
    unverified = verified.filter((done) => !done).length
    if (verified.length > 0) bookings = await bookingsOf(deps.database, user.id)
  }
  const metadata = {
    total: bookings.length,
    pendingPayments: bookings.filter(({ payment }) => payment?.status === 'PENDING').length,
    includesPaymentStatus: includePaymentStatus,
    /** Pending payments that Paystack could not be asked about just now. */
    unverified,
  }
  return answerRead(c, 'payment', { success: true, bookings, metadata }, { timestamp: new Date().toISOString() })
}

/**
 * The references to ask about: the newest pending ones, each at most every 10 s however many tabs ask, unless forced.
 * The claim is one statement, so that two requests at once don't both ask.
 */
async function due({ database }: Deps, bookings: readonly Booking[], force: boolean): Promise<string[]> {
  const pending = bookings
    .flatMap(({ payment }) => (payment?.status === 'PENDING' ? [payment.reference] : []))
    .slice(0, mostAtOnce)
  if (pending.length === 0 || force) return pending
  const rows = await database.query<{ reference: string }>(
    `insert into payment_checks (reference) select unnest($1::text[])
     on conflict (reference) do update set checked_at = now()
       where payment_checks.checked_at < now() - interval '10 seconds'
     returning reference`,
    [pending],
  )
  return rows.map(({ reference }) => reference)
}

/** False where Paystack could not be asked: the database's word stands. */
async function verify(c: AppContext, deps: Deps, reference: string): Promise<boolean> {
  try {
    const charge = await askPaystack(deps, reference)
    if (charge && charge.outcome !== 'open') {
      await changeRows(c, deps, 'sync', (transaction) => settlePayment(transaction, reference, charge))
    }
    return true
  } catch (error) {
    deps.log('warn', 'sync.unverified', { reference, problem: firstLine(error) })
    return false
  }
}
