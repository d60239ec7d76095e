// @vitest-environment jsdom
import { act, cleanup } from '@testing-library/react'
import { StrictMode, type ReactElement } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, expect, test, vi } from 'vitest'
import {
  PaymentStatusSync,
  PaymentSyncProvider,
  SynchronizedBookingCard,
  SynchronizedDashboard,
  usePaymentSync,
} from '../../../app/react/public.ts'
import { sampleBooking, samplePayment, sampleUser } from '../support/sample-booking.ts'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

/** Old enough to be stuck: a server's clock must not decide what both sides render. */
const pending = sampleBooking({ payment: samplePayment('PENDING', { createdAt: '2020-01-01T08:00:00.000Z' }) })

function Hooked(): ReactElement {
  const { isLoading, payment } = usePaymentSync({ bookingId: '7' })
  return <p>{isLoading ? 'loading' : payment?.status}</p>
}

const pages: Readonly<Record<string, () => ReactElement>> = {
  'a hook': () => <Hooked />,
  'a status': () => <PaymentStatusSync bookingId="7" />,
  'a status that is given': () => <PaymentStatusSync payment={pending.payment} />,
  'a card': () => <SynchronizedBookingCard booking={pending} />,
  'a dashboard': () => <SynchronizedDashboard />,
  'a dashboard that is given all': () => <SynchronizedDashboard initialBookings={[pending]} initialUser={sampleUser} />,
  'a card in a provider': () => (
    <PaymentSyncProvider locale="de" timeZone="Asia/Tokyo" labels={{ 'do.pay': 'Zahlen' }}>
      <SynchronizedBookingCard booking={sampleBooking()} />
    </PaymentSyncProvider>
  ),
}

test.each(Object.entries(pages))(
  '%s renders on a server, asks nothing there, and is taken over without a mismatch',
  async (_, page) => {
    const fetch = vi.fn(() => new Promise<Response>(() => undefined))
    vi.stubGlobal('fetch', fetch)
    const complaints = vi.spyOn(console, 'error')
    const inStrictMode = <StrictMode>{page()}</StrictMode>
    vi.stubEnv('TZ', 'America/New_York')
    const html = renderToString(inStrictMode)
    vi.stubEnv('TZ', 'Asia/Tokyo')
    expect(fetch).not.toHaveBeenCalled()
    const container = document.createElement('div')
    container.innerHTML = html
    const recovered: unknown[] = []
    const root = await act(async () =>
      hydrateRoot(container, inStrictMode, { onRecoverableError: (error) => recovered.push(error) }),
    )

    expect(recovered).toEqual([])
    expect(complaints).not.toHaveBeenCalled()
    await act(async () => root.unmount())
  },
)

test('what a server renders with is in its HTML, and what it can not know is not', () => {
  const html = renderToString(<SynchronizedDashboard initialBookings={[pending]} initialUser={sampleUser} />)

  expect(html).toContain('Welcome back, Thandi Nkosi!')
  expect(html).toContain('Payment Pending')
  expect(html).not.toContain('Payment Taking Longer Than Expected')
})

test('nothing that one person is shown is in another’s HTML', () => {
  renderToString(<SynchronizedDashboard initialBookings={[pending]} initialUser={sampleUser} />)

  expect(renderToString(<SynchronizedDashboard />)).not.toContain('Thandi')
})
