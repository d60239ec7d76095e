import { hashPassword } from '../auth/password.ts'
import { seedBookings, type SeedBooking } from './seed-bookings.ts'
import { seedServices } from './seed-services.ts'
import type { Database, Queryable } from './database.ts'

/** Every seeded user's. */
export const SEED_PASSWORD = 'payment-sync'

const users = [
  ['client', 'Thandi Nkosi', 'CLIENT'],
  ['second-client', 'Pieter van Wyk', 'CLIENT'],
  ['provider', 'Naledi Home Services', 'PROVIDER'],
] as const

/** Fills an empty database with the demo's users, services and bookings, and leaves any other alone. */
export async function seed(database: Database): Promise<void> {
  const hashes = await Promise.all(users.map(() => hashPassword(SEED_PASSWORD)))
  await database.transaction(async (transaction) => {
    await transaction.query('lock table users in exclusive mode')
    await transaction.query(`set local payment_sync.cause = 'import'`)
    const [used] = await transaction.query('select 1 from users limit 1')
    if (used) return
    const ids = await insertUsers(transaction, hashes)
    for (const [name, category, price, minutes, description] of seedServices) {
      await transaction.query(
        `insert into services (name, category, price, currency, duration_minutes, description, provider_id)
         values ($1, $2, $3, 'ZAR', $4, $5, $6)`,
        [name, category, price, minutes, description, ids.get('provider')],
      )
    }
    for (const [at, booking] of seedBookings(seedServices.length).entries()) {
      await insertBooking(transaction, booking, `seed-${String(at + 1).padStart(3, '0')}`, ids)
    }
  })
}

async function insertUsers(transaction: Queryable, hashes: readonly string[]): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const [at, [key, name, role]] of users.entries()) {
    const [row] = await transaction.query<{ id: string }>(
      'insert into users (name, email, role, password_hash) values ($1, $2, $3, $4) returning id',
      [name, `${key}@example.com`, role, hashes[at]],
    )
    if (row) ids.set(key, row.id)
  }
  return ids
}

async function insertBooking(
  transaction: Queryable,
  booking: SeedBooking,
  reference: string,
  users: ReadonlyMap<string, string>,
): Promise<void> {
  const from = (ms: number): Date => new Date(Date.now() + ms)
  const [row] = await transaction.query<{ id: string }>(
    `insert into bookings (client_id, provider_id, service_id, status, scheduled_at, note, amount, currency, created_at, updated_at)
     select $1, provider_id, id, $2, $3, $4, price, currency, $5, $5 from services order by id offset $6 limit 1
     returning id`,
    [
      users.get(booking.client),
      booking.status,
      onDay(...booking.scheduled),
      booking.note,
      from(-booking.bookedAgo),
      booking.service,
    ],
  )
  const { payment, review } = booking
  if (payment) {
    const paid = payment.status !== 'PENDING' && payment.status !== 'FAILED'
    const startedAt = from(-payment.startedAgo)
    await transaction.query(
      `insert into payments (booking_id, reference, status, amount, currency, created_at, updated_at, paid_at, authorization_url)
       select id, $2, $3, amount, currency, $4, $4, $5, $6 from bookings where id = $1`,
      [row?.id, reference, payment.status, startedAt, paid ? startedAt : null, `/sandbox/checkout/${reference}`],
    )
    if (payment.status === 'PENDING') await openCheckout(transaction, reference)
  }
  if (review) {
    const values = [row?.id, ...review]
    await transaction.query('insert into reviews (booking_id, rating, comment) values ($1, $2, $3)', values)
  }
}

function onDay(days: number, hour: number): Date {
  const day = new Date()
  day.setUTCDate(day.getUTCDate() + days)
  day.setUTCHours(hour, 0, 0, 0)
  return day
}

/** A pending payment of the demo can be paid: the sandbox knows it. */
async function openCheckout(transaction: Queryable, reference: string): Promise<void> {
  await transaction.query(
    `insert into sandbox_transactions (reference, amount, currency, callback_url, created_at)
     select reference, amount, currency, '/?payment=success&booking=' || booking_id, created_at
     from payments where reference = $1`,
    [reference],
  )
}
