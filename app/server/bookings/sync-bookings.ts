import * as v from 'valibot'
import type { Booking } from '../../../shared/domain.ts'
import { requireUser } from '../auth/session.ts'
import { answerRead } from '../http/answer-read.ts'
import { changeRows } from '../http/change-rows.ts'
import { readQuery } from '../http/read-input.ts'
import { askPaystack } from '../payments/ask-paystack.ts'
import { claimChecks } from '../payments/payment-checks.ts'
import { settlePayment } from '../payments/settle-payment.ts'
import { firstLine } from '../start-error.ts'
import { bookingsOf } from './booking-rows.ts'
import type { AppContext, Deps } from '../http/app-env.ts'

const yesOrNo = v.pipe(
  v.picklist(['true', 'false', '1', '0', '']),
  v.transform((text) => text === 'true' || text === '1'),
)
const syncQuery = v.object({ force: v.optional(yesOrNo), includePaymentStatus: v.optional(yesOrNo, 'true') })

/** Pending payments that are asked about in one request: a dashboard must not wait for all there ever were. */
const mostAtOnce = 10
const mostIfForced = 50

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

/** The pending references to ask about: the newest, or many more if forced; of them, those that nobody asked about just now. */
function due({ database }: Deps, bookings: readonly Booking[], force: boolean): Promise<string[]> {
  const pending = bookings.flatMap(({ payment }) => (payment?.status === 'PENDING' ? [payment.reference] : []))
  return claimChecks(database, pending.slice(0, force ? mostIfForced : mostAtOnce))
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
