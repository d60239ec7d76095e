import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SynchronizedDashboard } from '../../../app/react/public.ts'
import { renderInKit } from '../support/render-in-kit.tsx'
import { sampleBooking, samplePayment, sampleUser } from '../support/sample-booking.ts'

const LIST = '/api/bookings/my-bookings'
const address = location.href

beforeEach(() => history.replaceState(null, '', address))
afterEach(() => history.replaceState(null, '', address))

type Kit = Awaited<ReturnType<typeof renderInKit>>

function answer({ asked }: Kit, url: string, body: unknown, status = 200): void {
  asked.findLast((each) => each.url === url)?.answer(body, {}, status)
}

async function dashboard(bookings = [sampleBooking()], options: Parameters<typeof renderInKit>[1] = {}) {
  const kit = await renderInKit(<SynchronizedDashboard />, options)
  answer(kit, '/api/auth/me', { user: sampleUser })
  answer(kit, LIST, { bookings })
  await expect.element(kit.screen.getByRole('heading', { name: 'Welcome back, Thandi Nkosi!' })).toBeVisible()
  return kit
}

/** The list has been asked for so many times. */
const listAsked = ({ asked }: Kit, times: number) =>
  vi.waitFor(() => expect(asked.filter(({ url }) => url === LIST)).toHaveLength(times))

/** Name and number of each tile. */
const counts = ({ screen }: Kit) =>
  Object.fromEntries(
    Array.from(screen.container.querySelectorAll('dl > div'), (tile) => [
      tile.querySelector('dt')?.textContent,
      tile.querySelector('dd')?.textContent,
    ]),
  )

const paid = sampleBooking({ id: '1', status: 'COMPLETED', payment: samplePayment('RELEASED') })
const pending = sampleBooking({ id: '8', payment: samplePayment('PENDING') })
const masked = sampleBooking({ id: '9', payment: samplePayment('CHECKING') })

test('sixty cards cost one request for the person and one for the list, in strict mode, too', async () => {
  const bookings = Array.from({ length: 60 }, (_, at) => ({ ...pending, id: String(at) }))
  const kit = await dashboard(bookings)

  expect(kit.screen.getByRole('article').elements()).toHaveLength(60)
  expect(kit.asked.map(({ url }) => url)).toEqual(['/api/auth/me', LIST])
})

test('the summary counts what the bookings say', async () => {
  expect(counts(await dashboard([paid, pending]))).toEqual({
    'Total Bookings': '2',
    'Paid Bookings': '1',
    Completed: '1',
    'Pending Payments': '1',
  })
})

test('payments of which nothing is known are not counted as unpaid', async () => {
  expect(counts(await dashboard([paid, masked]))).toMatchObject({
    'Paid Bookings': '…being checked',
    'Pending Payments': '…being checked',
  })
})

test('payments that are being checked count as what they were', async () => {
  const kit = await dashboard([paid, pending])
  kit.tell({ groups: ['bookings'] })
  answer(kit, LIST, { bookings: [{ ...paid, payment: { status: 'CHECKING' } }, pending] })
  await expect.element(kit.screen.getByText('Last known, being checked…')).toBeVisible()

  expect(counts(kit)).toMatchObject({ 'Paid Bookings': '1', 'Pending Payments': '1' })
})

test('Refresh all data is for all tabs', async () => {
  const kit = await dashboard()
  await kit.screen.getByTitle('Refresh all data').click()

  expect(kit.invalidated).toEqual([['bookings', 'payments']])
  await listAsked(kit, 2)
})

test('a refresh that fails keeps the bookings, and says that they are the last known', async () => {
  const kit = await dashboard()
  kit.tell({ groups: ['bookings'] })
  answer(kit, LIST, {}, 503)

  await expect
    .element(kit.screen.getByRole('alert'))
    .toHaveTextContent('Could not refresh; you see what was last known')
  await expect.element(kit.screen.getByRole('article')).toBeVisible()
})

test('without a connection the cards show the last known, marked, and offer nothing that may be wrong', async () => {
  const kit = await dashboard([sampleBooking()])
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 31_000)
  kit.tell({ groups: ['bookings'] })
  kit.asked.findLast(({ url }) => url === LIST)?.fail(new TypeError('Failed to fetch'))
  const card = kit.screen.getByRole('article')

  await expect.element(card.getByRole('status')).toHaveTextContent('Last known, being checked…')
  await expect.element(card.getByRole('button', { name: 'Pay Now' })).not.toBeInTheDocument()
  vi.restoreAllMocks()
  kit.tell({ groups: ['bookings'] })
  answer(kit, LIST, { bookings: [sampleBooking()] })
  await expect.element(card.getByRole('button', { name: 'Pay Now' })).toBeVisible()
})

test('who is signed out sees nothing any more, and the app is told', async () => {
  const onSignedOut = vi.fn()
  const kit = await renderInKit(
    <SynchronizedDashboard initialUser={sampleUser} initialBookings={[paid]} onSignedOut={onSignedOut} />,
  )
  await expect.element(kit.screen.getByRole('article')).toBeVisible()
  answer(kit, LIST, { detail: 'Log in first.' }, 401)

  await expect.element(kit.screen.getByRole('alert')).toHaveTextContent('Log in first.')
  await expect.element(kit.screen.getByRole('article')).not.toBeInTheDocument()
  expect(onSignedOut).toHaveBeenCalledTimes(1)
})

test('the end of the session in another tab takes the bookings from the screen at once', async () => {
  const kit = await dashboard()
  kit.tell({ groups: ['*'], reason: 'session' })

  await expect.element(kit.screen.getByText('Loading dashboard...')).toBeVisible()
  await expect.element(kit.screen.getByRole('article')).not.toBeInTheDocument()
})

test('back from the checkout: Paystack is asked once, every tab sees it, then the address is clean', async () => {
  history.replaceState({ mine: 1 }, '', '?payment=success&booking=7&reference=ps-7&trxref=ps-7&view=all#top')
  const onNotice = vi.fn()
  const kit = await dashboard([sampleBooking()], { onNotice })
  const posts = () => kit.asked.filter(({ init }) => init?.method === 'POST')
  expect(posts()).toMatchObject([{ url: '/api/payment/verify', init: { body: '{"reference":"ps-7"}' } }])
  const after = sampleBooking({ status: 'PENDING_EXECUTION', payment: samplePayment('ESCROW') })
  posts()[0]?.answer({ success: true, payment: after.payment, booking: after })
  await vi.waitFor(() => expect(kit.invalidated).toEqual([['bookings', 'booking:7', 'payment:ps-7']]))
  await listAsked(kit, 2)
  expect(location.search).toContain('reference=ps-7')
  answer(kit, LIST, { bookings: [after] })

  await vi.waitFor(() => expect(`${location.search}${location.hash}`).toBe('?view=all#top'))
  await expect.element(kit.screen.getByRole('article').getByRole('status')).toHaveTextContent('Paid - In Escrow')
  await vi.waitFor(() => expect(onNotice.mock.calls).toEqual([['Payment received. It is held in escrow.']]))
  expect(posts()).toHaveLength(1)
})

test('a reload in the middle of it is the same intention; another return is another', async () => {
  const key = async (search: string, state: unknown) => {
    history.replaceState(state, '', search)
    const kit = await dashboard()
    const post = kit.asked.find(({ init }) => init?.method === 'POST')
    await kit.screen.unmount()
    post?.answer({ success: true })
    await vi.waitFor(() => expect(location.search).not.toContain('ps-7')) // Nobody looks at the list any more.
    return new Headers(post?.init?.headers).get('Idempotency-Key')
  }
  const search = '?payment=success&booking=7&reference=ps-7'
  const first = await key(search, null)
  const reloaded = await key(search, { paymentSyncReturn: first })
  const other = await key(search, null)

  expect(reloaded).toBe(first)
  expect(other).not.toBe(first)
})

test('a return that can not be verified says so, and shows what the API knows', async () => {
  history.replaceState(null, '', '?payment=success&booking=7&reference=ps-7')
  const kit = await dashboard()
  kit.asked.find(({ init }) => init?.method === 'POST')?.answer({ detail: 'Paystack is slow.' }, {}, 504)
  await listAsked(kit, 2)
  answer(kit, LIST, { bookings: [pending] })

  await expect.element(kit.screen.getByText('The payment could not be checked. Paystack is slow.')).toBeVisible()
})
