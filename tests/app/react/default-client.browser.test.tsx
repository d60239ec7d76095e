import { afterEach, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { invalidatePaymentCache, PaymentStatusSync, PaymentSyncProvider } from '../../../app/react/public.ts'
import { samplePayment } from '../support/sample-booking.ts'
import { standInClient } from '../support/stand-in-client.ts'
import { standInWorker } from '../support/stand-in-worker.ts'

const URL_OF_7 = '/api/payment/verify?bookingId=7'

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

/** What the server says of every payment, and what it was asked. */
function serverSays(status: { now: 'PENDING' | 'ESCROW' }) {
  const fetch = vi.fn(async (input: RequestInfo) => {
    const url = input instanceof Request ? input.url : input
    return Response.json({ payment: samplePayment(status.now), url })
  })
  vi.stubGlobal('fetch', fetch)
  return fetch
}

test('without a provider, a worker that somebody else registered is listened to', async () => {
  const worker = standInWorker({ scriptURL: '/their-own-sw.js' })
  vi.spyOn(navigator, 'serviceWorker', 'get').mockReturnValue(worker.container)
  const status: { now: 'PENDING' | 'ESCROW' } = { now: 'PENDING' }
  const fetch = serverSays(status)
  const screen = await render(<PaymentStatusSync bookingId="7" />)
  await expect.element(screen.getByText('Payment Pending')).toBeVisible()
  expect(worker.heard).toContainEqual({ type: 'hello' })
  status.now = 'ESCROW'
  worker.tell({ type: 'invalidated', groups: ['booking:7'], reason: 'mutation', stamp: 101, before: 100, born: 'born' })

  await expect.element(screen.getByText('Paid - In Escrow')).toBeVisible()
  expect(fetch).toHaveBeenCalled()
})

test('a worker that takes control later is listened to from then on', async () => {
  const worker = standInWorker({ scriptURL: '/their-own-sw.js', controlled: false })
  vi.spyOn(navigator, 'serviceWorker', 'get').mockReturnValue(worker.container)
  const { defaultStore } = await import('../../../app/react/client/default-client.ts')
  defaultStore().reconnect() // As on a page that is loaded for the first time.
  const status: { now: 'PENDING' | 'ESCROW' } = { now: 'PENDING' }
  serverSays(status)
  const screen = await render(<PaymentStatusSync bookingId="7" />)
  await expect.element(screen.getByText('Payment Pending')).toBeVisible()
  worker.control(true)
  await vi.waitFor(() => expect(worker.heard).toContainEqual({ type: 'hello' }))
  status.now = 'ESCROW'
  worker.tell({ type: 'invalidated', groups: ['booking:7'], reason: 'mutation', stamp: 101, before: 100, born: 'born' })

  await expect.element(screen.getByText('Paid - In Escrow')).toBeVisible()
})

test('invalidatePaymentCache uses the client of the provider that is on the page', async () => {
  const { client, invalidated, asked } = standInClient()
  const screen = await render(
    <PaymentSyncProvider client={client}>
      <PaymentStatusSync bookingId="7" />
    </PaymentSyncProvider>,
  )
  expect(asked.map(({ url }) => url)).toEqual([URL_OF_7])
  await invalidatePaymentCache('7', 'ps-7')
  await invalidatePaymentCache()
  expect(invalidated).toEqual([
    ['booking:7', 'payment:ps-7'],
    ['payments', 'bookings'],
  ])
  await screen.unmount()
  await invalidatePaymentCache('7')

  expect(invalidated).toHaveLength(2)
})
