import { Hono } from 'hono'
import { requireUser } from '../auth/session.ts'
import { answerChange } from '../http/answer-change.ts'
import { readId } from '../http/read-input.ts'
import { releasePayment, withdrawPayment } from '../payments/settle-payment.ts'
import { payBooking } from '../payments/pay-booking.ts'
import { ACTIONS, nextStatus } from './booking-actions.ts'
import { bookingGroups, foundBooking, lockedBooking } from './locked-booking.ts'
import type { AppEnv, Deps } from '../http/app-env.ts'

/** What client and provider do to a booking: pay, accept, start, complete, release the payment, cancel. */
export function bookServiceRoutes(deps: Deps): Hono<AppEnv> {
  const routes = new Hono<AppEnv>().post('/:id/pay', (c) => payBooking(c, deps))
  for (const name of ACTIONS) {
    routes.post(`/:id/${name}`, async (c) => {
      const user = requireUser(c)
      const id = readId(c, 'booking')
      return answerChange(c, deps, name, async (transaction) => {
        const before = await lockedBooking(transaction, user.id, id)
        const status = nextStatus(name, before, user)
        await transaction.query('update bookings set status = $2 where id = $1', [id, status])
        if (name === 'release-payment') await releasePayment(transaction, before)
        if (name === 'cancel') await withdrawPayment(transaction, before)
        const booking = await foundBooking(transaction, user.id, id)
        return { body: { success: true, booking }, groups: bookingGroups(booking) }
      })
    })
  }
  return routes
}
