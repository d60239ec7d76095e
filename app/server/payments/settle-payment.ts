import type { Booking, PaymentStatus } from '../../../shared/domain.ts'
import type { Queryable } from '../database/database.ts'
import type { Charge } from '../paystack/paystack-client.ts'

/** What became of a payment after Paystack spoke. */
export interface Settled {
  readonly changed: boolean
  /** Money is where no booking can use it: somebody must give it back, or mend the booking. */
  readonly recoveryNeeded: boolean
  readonly bookingId: string
}

interface PaymentRow {
  booking_id: string
  status: PaymentStatus
  amount: number
  currency: string
}

/**
 * Brings a payment to what Paystack says about it, and its booking with it. Saying the same twice, or something old
 * again, changes nothing; money that has arrived is never unsaid. Undefined: we know no such payment.
 */
export async function settlePayment(
  transaction: Queryable,
  reference: string,
  charge: Charge,
): Promise<Settled | undefined> {
  const found = 'from payments where reference = $1'
  const [owner] = await transaction.query<{ booking_id: string }>(`select booking_id ${found}`, [reference])
  if (!owner) return undefined
  const bookingId = owner.booking_id
  const [booking] = await transaction.query<{ status: string }>(
    'select status from bookings where id = $1 for update',
    [bookingId],
  )
  const [payment] = await transaction.query<PaymentRow>(`select * ${found} for update`, [reference])
  if (!booking || !payment) return undefined
  const received = payment.status !== 'PENDING' && payment.status !== 'FAILED'

  if (charge.outcome === 'paid') {
    // Not the money that was asked for is not this payment.
    if (charge.amount !== payment.amount || charge.currency !== payment.currency) {
      return { changed: false, recoveryNeeded: true, bookingId }
    }
    const paidAt = charge.paidAt !== null && !Number.isNaN(Date.parse(charge.paidAt)) ? charge.paidAt : new Date()
    if (!received) await receive(transaction, reference, bookingId, new Date(paidAt))
    return { changed: !received, recoveryNeeded: await unusable(transaction, bookingId), bookingId }
  }
  const over = charge.outcome === 'failed' || charge.outcome === 'returned'
  const fails = over && payment.status === 'PENDING'
  if (fails) await transaction.query(`update payments set status = 'FAILED' where reference = $1`, [reference])
  // We count on money that went back: no status says that, and somebody must see to it.
  return { changed: fails, recoveryNeeded: charge.outcome === 'returned' && received, bookingId }
}

async function receive(transaction: Queryable, reference: string, bookingId: string, paidAt: Date): Promise<void> {
  await transaction.query(`update payments set status = 'ESCROW', paid_at = $2 where reference = $1`, [
    reference,
    paidAt,
  ])
  // Another checkout may be open when an earlier one is paid late: it must not be paid too.
  await transaction.query(`update payments set status = 'FAILED' where booking_id = $1 and status = 'PENDING'`, [
    bookingId,
  ])
  await transaction.query(`update bookings set status = 'PENDING_EXECUTION' where id = $1 and status = 'CONFIRMED'`, [
    bookingId,
  ])
}

/** A cancelled booking that was paid, or one that was paid twice. */
async function unusable(transaction: Queryable, bookingId: string): Promise<boolean> {
  const [row] = await transaction.query<{ unusable: boolean }>(
    `select b.status = 'CANCELLED' or (select count(*) from payments p
       where p.booking_id = b.id and p.status not in ('PENDING', 'FAILED')) > 1 unusable
     from bookings b where b.id = $1`,
    [bookingId],
  )
  return row?.unusable ?? false
}

/** The client is content: the provider gets the money. */
export async function releasePayment(transaction: Queryable, { id }: Booking): Promise<void> {
  await transaction.query(
    `update payments set status = 'RELEASED' where booking_id = $1 and status in ('ESCROW', 'HELD_IN_ESCROW')`,
    [id],
  )
}

/** A cancelled booking awaits no money. Should some arrive all the same, {@link settlePayment} says that it must go back. */
export async function withdrawPayment(transaction: Queryable, { id }: Booking): Promise<void> {
  await transaction.query(`update payments set status = 'FAILED' where booking_id = $1 and status = 'PENDING'`, [id])
}
