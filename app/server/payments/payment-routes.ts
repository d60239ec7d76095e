import { Hono } from 'hono'
import * as v from 'valibot'
import type { Booking } from '../../../shared/domain.ts'
import { requireUser } from '../auth/session.ts'
import { bookingsById, paymentByReference } from '../bookings/booking-rows.ts'
import { foundBooking } from '../bookings/locked-booking.ts'
import { answerRead } from '../http/answer-read.ts'
import { Problem } from '../http/problem.ts'
import { idText, isId, readQuery, referenceText } from '../http/read-input.ts'
import { verifyPayment } from './verify-payment.ts'
import { receiveWebhook } from './receive-webhook.ts'
import type { AppEnv, Deps } from '../http/app-env.ts'

const which = v.pipe(
  v.object({ reference: v.optional(referenceText), bookingId: v.optional(idText) }),
  v.check(
    ({ reference, bookingId }) => (reference === undefined) !== (bookingId === undefined),
    'name either reference or bookingId',
  ),
)

const most = 100
const idList = v.pipe(
  v.string(),
  v.check((text) => {
    const ids = text.split(',')
    return ids.length <= most && ids.every(isId)
  }, `1 to ${most} ids with commas between, such as "7,12"`),
)

/** `/api/payment`: what the database knows about one payment, asking Paystack about it, and Paystack's own word. */
export function paymentRoutes(deps: Deps): Hono<AppEnv> {
  const { database } = deps
  return new Hono<AppEnv>()
    .get('/verify', async (c) => {
      const user = requireUser(c)
      const { reference, bookingId } = readQuery(c, which)
      if (bookingId !== undefined) {
        return answerRead(c, 'payment', verified(await foundBooking(database, user.id, bookingId)))
      }
      const payment = await paymentByReference(database, user.id, reference ?? '')
      if (!payment) throw new Problem(404, `There is no payment ${reference} of yours.`)
      const booking = await foundBooking(database, user.id, payment.bookingId)
      return answerRead(c, 'payment', { success: true, payment, booking })
    })
    .post('/verify', (c) => verifyPayment(c, deps))
    .post('/webhook', (c) => receiveWebhook(c, deps))
}

/** What is said of the payment of a booking: the same to its own URL and among many, so that one can stand for the other. */
const verified = (booking: Booking): Readonly<Record<string, unknown>> => ({
  success: true,
  payment: booking.payment,
  booking,
})

/** `/api/payments`: many at once, in the order of the ids; those that aren't the user's are left out. */
export function paymentsRoutes({ database }: Deps): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/', async (c) => {
    const user = requireUser(c)
    const { bookingIds } = readQuery(c, v.object({ bookingIds: idList }))
    const ids = [...new Set(bookingIds.split(','))]
    const found = new Map((await bookingsById(database, user.id, ids)).map((booking) => [booking.id, booking]))
    const payments = ids.flatMap((id) => {
      const booking = found.get(id)
      return booking ? [verified(booking)] : []
    })
    return answerRead(c, 'payment', { success: true, payments })
  })
}
