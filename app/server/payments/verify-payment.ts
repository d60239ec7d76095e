import * as v from 'valibot'
import { requireUser } from '../auth/session.ts'
import { paymentByReference } from '../bookings/booking-rows.ts'
import { bookingGroups, foundBooking } from '../bookings/locked-booking.ts'
import { answerChange } from '../http/answer-change.ts'
import { Problem } from '../http/problem.ts'
import { readBody, referenceText } from '../http/read-input.ts'
import { askPaystack } from './ask-paystack.ts'
import { paystackProblem } from './payment-problem.ts'
import { noteCheck } from './payment-checks.ts'
import { settlePayment } from './settle-payment.ts'
import type { AppContext, Deps } from '../http/app-env.ts'
import type { Charge } from '../paystack/paystack-client.ts'

const verifyRequest = v.strictObject({ reference: referenceText })

/** Asks Paystack now, and settles what it says. */
export async function verifyPayment(c: AppContext, deps: Deps): Promise<Response> {
  const user = requireUser(c)
  const { reference } = await readBody(c, verifyRequest)
  const known = await paymentByReference(deps.database, user.id, reference)
  if (!known) throw new Problem(404, `There is no payment ${reference} of yours.`)
  await noteCheck(deps.database, reference)
  const charge = await ask(deps, reference)
  return answerChange(c, deps, 'verify', async (transaction) => {
    const settled = charge && (await settlePayment(transaction, reference, charge))
    if (settled?.recoveryNeeded) deps.log('warn', 'payment.recovery-needed', { booking: known.bookingId, reference })
    const payment = (await paymentByReference(transaction, user.id, reference)) ?? known
    const booking = await foundBooking(transaction, user.id, known.bookingId)
    const recovery = settled?.recoveryNeeded ? { recovery: { needed: true } } : {}
    return {
      body: { success: true, payment, booking, ...recovery },
      groups: [...new Set([`payment:${reference}`, ...bookingGroups(booking)])],
    }
  })
}

async function ask(deps: Deps, reference: string): Promise<Charge | undefined> {
  try {
    return await askPaystack(deps, reference)
  } catch (error) {
    throw paystackProblem(error)
  }
}
