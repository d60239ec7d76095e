import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import type { User } from '../../../shared/domain.ts'
import { requireUser } from '../auth/session.ts'
import { notAllowed } from '../bookings/booking-actions.ts'
import { lockedBooking } from '../bookings/locked-booking.ts'
import { answerChange } from '../http/answer-change.ts'
import { changeRows } from '../http/change-rows.ts'
import { ownOrigin } from '../http/own-origin.ts'
import { Problem } from '../http/problem.ts'
import { readBody, readId } from '../http/read-input.ts'
import { PaystackError } from '../paystack/paystack-client.ts'
import { paystackProblem } from './payment-problem.ts'
import type { Queryable } from '../database/database.ts'
import type { AppContext, Deps } from '../http/app-env.ts'

const payRequest = v.strictObject({ callbackUrl: v.pipe(v.string(), v.maxLength(2_000)) })

interface OpenPayment {
  readonly reference: string
  readonly amount: number
  readonly currency: string
  readonly authorization_url: string | null
}

/**
 * Opens a checkout for a booking, or finds the one that is open. Our row comes before Paystack's: whatever dies in
 * between, money never arrives for a reference that we don't know.
 */
export async function payBooking(c: AppContext, deps: Deps): Promise<Response> {
  const user = requireUser(c)
  const id = readId(c, 'booking')
  const { callbackUrl } = await readBody(c, payRequest)
  const returnTo = ownUrl(callbackUrl, ownOrigin(c))
  const payment = await changeRows(c, deps, 'pay', (transaction) => openPayment(transaction, user, id))
  const url = payment.authorization_url ?? (await openCheckout(c, deps, payment, user, id, returnTo))
  return answerChange(c, deps, 'pay', async (transaction) => {
    const [kept] = await transaction.query<{ authorization_url: string }>(
      `update payments set authorization_url = $2
       where reference = $1 and status = 'PENDING' and authorization_url is null returning authorization_url`,
      [payment.reference, url],
    )
    if (!kept) await stillOpen(transaction, payment.reference)
    const authorizationUrl = deps.sandbox ? rebased(url, returnTo) : url
    return {
      body: { success: true, authorizationUrl, reference: payment.reference },
      groups: [`booking:${id}`, 'bookings', `payment:${payment.reference}`],
    }
  })
}

/** The booking's pending payment; a new one if there is none. */
async function openPayment(transaction: Queryable, user: User, id: string): Promise<OpenPayment> {
  const booking = await lockedBooking(transaction, user.id, id)
  if (booking.client.id !== user.id) throw new Problem(403, `Only the client of booking ${id} can pay for it.`)
  const { payment } = booking
  if (payment && payment.status !== 'PENDING' && payment.status !== 'FAILED') {
    throw new Problem(409, `Booking ${id} is paid already: its payment is ${payment.status}.`, {
      state: payment.status,
    })
  }
  if (booking.status !== 'CONFIRMED') throw notAllowed(booking, user, 'pay', ['CONFIRMED'])
  const columns = 'reference, amount, currency, authorization_url'
  const [open] = await transaction.query<OpenPayment>(
    `select ${columns} from payments where booking_id = $1 and status = 'PENDING'`,
    [id],
  )
  if (open) return open
  const [made] = await transaction.query<OpenPayment>(
    `insert into payments (booking_id, reference, amount, currency) values ($1, $2, $3, $4) returning ${columns}`,
    [id, `ps-${id}-${randomBytes(9).toString('hex')}`, booking.amount, booking.currency],
  )
  if (!made) throw new Error('an insert that returned nothing')
  return made
}

async function openCheckout(
  c: AppContext,
  deps: Deps,
  { reference, amount, currency }: OpenPayment,
  user: User,
  bookingId: string,
  returnTo: URL,
): Promise<string> {
  const backWith = (payment: string): string => {
    const url = new URL(returnTo)
    url.searchParams.set('payment', payment)
    url.searchParams.set('booking', bookingId)
    return url.href
  }
  try {
    const opened = await deps.paystack.initialize({
      email: user.email,
      amount,
      currency,
      reference,
      // Paystack sends the client here only after a payment; what it adds is `reference` and `trxref`.
      callbackUrl: backWith('success'),
      metadata: { booking_id: bookingId, cancel_action: backWith('abandoned') },
    })
    return opened === 'duplicate' ? await addressOfOther(c, deps, reference) : opened.authorizationUrl
  } catch (error) {
    // A checkout that Paystack refused to open never existed. If the outcome is unknown the row stays, for the retry.
    if (error instanceof PaystackError && error.reason === 'refused') {
      await changeRows(c, deps, 'pay-refused', (transaction) =>
        transaction.query('delete from payments where reference = $1 and authorization_url is null', [reference]),
      )
    }
    throw paystackProblem(error)
  }
}

/** Another request is opening the same checkout: it is about to write down the address, unless it died. */
async function addressOfOther(c: AppContext, deps: Deps, reference: string): Promise<string> {
  const until = Date.now() + 10_000
  while (Date.now() < until) {
    const [row] = await deps.database.query<{ authorization_url: string | null }>(
      'select authorization_url from payments where reference = $1',
      [reference],
    )
    if (!row) break
    if (row.authorization_url !== null) return row.authorization_url
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  await changeRows(c, deps, 'pay-interrupted', (transaction) =>
    transaction.query(
      `update payments set status = 'FAILED' where reference = $1 and status = 'PENDING' and authorization_url is null`,
      [reference],
    ),
  )
  throw new Problem(503, 'An earlier attempt to pay was interrupted. Try again.', {}, { 'Retry-After': '1' })
}

async function stillOpen(transaction: Queryable, reference: string): Promise<void> {
  const [open] = await transaction.query(`select 1 from payments where reference = $1 and status = 'PENDING'`, [
    reference,
  ])
  if (!open) throw new Problem(409, 'The payment was settled or withdrawn meanwhile. Look at the booking again.')
}

/** Where the client comes back to: nowhere but here, or anybody could use our checkout to lure people away. */
function ownUrl(callbackUrl: string, origin: string): URL {
  const url = URL.canParse(callbackUrl, origin) ? new URL(callbackUrl, origin) : undefined
  if (url?.origin === origin) return url
  const shown = JSON.stringify(callbackUrl.slice(0, 80))
  throw new Problem(422, `callbackUrl is ${shown}; it must be an address of ${origin}.`, { field: 'callbackUrl' })
}

/** The sandbox is wherever this server is now, which need not be where it was when the checkout was opened. */
function rebased(url: string, base: URL): string {
  const { pathname, search } = new URL(url, base)
  return new URL(pathname + search, base).href
}
