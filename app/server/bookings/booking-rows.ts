import type { Booking, BookingStatus, Payment, PaymentStatus } from '../../../shared/domain.ts'
import type { Queryable } from '../database/database.ts'

/** A booking as the database gives it, with all that belongs to it in one row. */
interface BookingRow extends PaymentColumns {
  id: string
  status: BookingStatus
  scheduled_at: Date
  note: string
  amount: number
  currency: string
  version: number
  created_at: Date
  updated_at: Date
  client_id: string
  client_name: string
  provider_id: string
  provider_name: string
  s_id: string
  s_name: string
  s_description: string
  s_category: string
  s_price: number
  s_currency: string
  s_duration: number
  rating: number | null
  comment: string | null
}

interface PaymentColumns {
  p_id: string | null
  p_booking_id: string
  p_reference: string
  p_status: PaymentStatus
  p_amount: number
  p_currency: string
  p_version: number
  p_created_at: Date
  p_updated_at: Date
  p_paid_at: Date | null
}

const paymentColumns = `p.id p_id, p.booking_id p_booking_id, p.reference p_reference, p.status p_status, p.amount p_amount,
  p.currency p_currency, p.version p_version, p.created_at p_created_at, p.updated_at p_updated_at, p.paid_at p_paid_at`

// Of several payments the one that says most: money that arrived, then an open checkout, then the latest failure.
const select = `
  select b.id, b.status, b.scheduled_at, b.note, b.amount, b.currency, b.version, b.created_at, b.updated_at,
    b.client_id, c.name client_name, b.provider_id, o.name provider_name,
    s.id s_id, s.name s_name, s.description s_description, s.category s_category, s.price s_price, s.currency s_currency,
    s.duration_minutes s_duration, r.rating, r.comment, ${paymentColumns}
  from bookings b
  join users c on c.id = b.client_id
  join users o on o.id = b.provider_id
  join services s on s.id = b.service_id
  left join reviews r on r.booking_id = b.id
  left join lateral (
    select * from payments where booking_id = b.id
    order by case status when 'FAILED' then 2 when 'PENDING' then 1 else 0 end, id desc limit 1
  ) p on true`

/** What a user may see: the bookings that name them. The first value of every query below is the user's id. */
const mine = '(b.client_id = $1 or b.provider_id = $1)'

/** The user's bookings, the latest first. */
export async function bookingsOf(database: Queryable, userId: string, status?: BookingStatus): Promise<Booking[]> {
  const filter = status === undefined ? '' : 'and b.status = $2'
  const rows = await database.query<BookingRow>(
    `${select} where ${mine} ${filter} order by b.created_at desc, b.id desc`,
    status === undefined ? [userId] : [userId, status],
  )
  return rows.map(toBooking)
}

/** Those of the ids that are the user's, in no order. */
export async function bookingsById(database: Queryable, userId: string, ids: readonly string[]): Promise<Booking[]> {
  const rows = await database.query<BookingRow>(`${select} where ${mine} and b.id = any($2::bigint[])`, [userId, ids])
  return rows.map(toBooking)
}

/** Undefined where there is none, or it is somebody else's. */
export async function bookingById(database: Queryable, userId: string, id: string): Promise<Booking | undefined> {
  const [row] = await database.query<BookingRow>(`${select} where ${mine} and b.id = $2::bigint`, [userId, id])
  return row && toBooking(row)
}

/** A payment by its reference, whether or not its booking shows it. */
export async function paymentByReference(
  database: Queryable,
  userId: string,
  reference: string,
): Promise<Payment | undefined> {
  const [row] = await database.query<PaymentColumns>(
    `select ${paymentColumns} from payments p join bookings b on b.id = p.booking_id where ${mine} and p.reference = $2`,
    [userId, reference],
  )
  return row && toPayment(row)
}

function toBooking(row: BookingRow): Booking {
  return {
    id: row.id,
    status: row.status,
    scheduledAt: row.scheduled_at.toISOString(),
    note: row.note,
    amount: row.amount,
    currency: row.currency,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    service: {
      id: row.s_id,
      name: row.s_name,
      description: row.s_description,
      category: row.s_category,
      price: row.s_price,
      currency: row.s_currency,
      durationMinutes: row.s_duration,
    },
    provider: { id: row.provider_id, name: row.provider_name },
    client: { id: row.client_id, name: row.client_name },
    payment: toPayment(row) ?? null,
    review: row.rating === null ? null : { rating: row.rating, comment: row.comment ?? '' },
  }
}

function toPayment(row: PaymentColumns): Payment | undefined {
  if (row.p_id === null) return undefined
  return {
    id: row.p_id,
    bookingId: row.p_booking_id,
    reference: row.p_reference,
    status: row.p_status,
    amount: row.p_amount,
    currency: row.p_currency,
    version: row.p_version,
    createdAt: row.p_created_at.toISOString(),
    updatedAt: row.p_updated_at.toISOString(),
    paidAt: row.p_paid_at?.toISOString() ?? null,
  }
}
