import type { HistoryEntry } from '../../../shared/domain.ts'
import type { Queryable } from '../database/database.ts'

interface HistoryRow {
  id: string
  payment_reference: string | null
  before: string | null
  after: string | null
  cause: string
  actor_id: string | null
  actor_name: string | null
  at: Date
}

/** Every step of a booking and of its payments, the first one first. Whoever asks must be allowed to see the booking. */
export async function historyOf(database: Queryable, bookingId: string): Promise<HistoryEntry[]> {
  const rows = await database.query<HistoryRow>(
    `select h.id, h.payment_reference, h.before, h.after, h.cause, h.actor_id, u.name actor_name, h.at
     from history h left join users u on u.id = h.actor_id where h.booking_id = $1 order by h.id`,
    [bookingId],
  )
  return rows.map(({ id, payment_reference: reference, before, after, cause, actor_id, actor_name, at }) => ({
    id,
    subject: reference === null ? 'booking' : 'payment',
    reference,
    before,
    after,
    cause,
    by: actor_id === null ? null : { id: actor_id, name: actor_name ?? '' },
    at: at.toISOString(),
  }))
}
