import { Hono } from 'hono'
import * as v from 'valibot'
import { BOOKING_STATUSES } from '../../../shared/domain.ts'
import { requireUser } from '../auth/session.ts'
import { answerChange } from '../http/answer-change.ts'
import { answerRead } from '../http/answer-read.ts'
import { Problem } from '../http/problem.ts'
import { idText, plainText, readBody, readId, readQuery } from '../http/read-input.ts'
import { bookingsOf } from './booking-rows.ts'
import { historyOf } from './history-rows.ts'
import { bookingGroups, foundBooking } from './locked-booking.ts'
import { syncBookings } from './sync-bookings.ts'
import type { AppEnv, Deps } from '../http/app-env.ts'

const listQuery = v.object({ status: v.optional(v.picklist(BOOKING_STATUSES)) })

const year = 366 * 24 * 60 * 60_000
const soon = v.pipe(
  v.string(),
  v.check((text) => {
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)$/.test(text)) return false
    const ahead = Date.parse(text) - Date.now()
    return ahead > 0 && ahead < year
  }, 'a time within the next year, such as "2030-01-31T09:00:00Z"'),
)
const newBooking = v.strictObject({ serviceId: idText, scheduledAt: soon, note: v.optional(plainText(500), '') })

/** Reading bookings, and making one. What is done to one afterwards is in `book-service-routes.ts`. */
export function bookingRoutes(deps: Deps): Hono<AppEnv> {
  const { database } = deps
  return new Hono<AppEnv>()
    .get('/sync', (c) => syncBookings(c, deps))
    .get('/my-bookings', async (c) =>
      answerRead(c, 'booking', { bookings: await bookingsOf(database, requireUser(c).id) }),
    )
    .get('/', async (c) => {
      const user = requireUser(c)
      const { status } = readQuery(c, listQuery)
      return answerRead(c, 'booking', { bookings: await bookingsOf(database, user.id, status) })
    })
    .get('/:id', async (c) => {
      const user = requireUser(c)
      return answerRead(c, 'booking', { booking: await foundBooking(database, user.id, readId(c, 'booking')) })
    })
    .get('/:id/history', async (c) => {
      const booking = await foundBooking(database, requireUser(c).id, readId(c, 'booking'))
      return answerRead(c, 'payment', { history: await historyOf(database, booking.id) })
    })
    .post('/', async (c) => {
      const user = requireUser(c)
      if (user.role !== 'CLIENT') throw new Problem(403, 'Only clients book services.')
      const { serviceId, scheduledAt, note } = await readBody(c, newBooking)
      return answerChange(c, deps, 'book', async (transaction) => {
        const [made] = await transaction.query<{ id: string }>(
          `insert into bookings (client_id, provider_id, service_id, scheduled_at, note, amount, currency)
           select $1, provider_id, id, $3, $4, price, currency from services where id = $2 returning id`,
          [user.id, serviceId, new Date(scheduledAt), note],
        )
        if (!made)
          throw new Problem(422, `serviceId is "${serviceId}"; there is no such service.`, { field: 'serviceId' })
        const booking = await foundBooking(transaction, user.id, made.id)
        const location = `/api/bookings/${booking.id}`
        return { body: { booking }, groups: bookingGroups(booking), status: 201, location }
      })
    })
}
