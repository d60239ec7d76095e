import axe from 'axe-core'
import type { ReactElement } from 'react'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { PaymentStatusSync, SynchronizedBookingCard, SynchronizedDashboard } from '../../../app/react/public.ts'
import { renderInKit } from '../support/render-in-kit.tsx'
import { sampleBooking, samplePayment, sampleUser } from '../support/sample-booking.ts'

const old = '2020-01-01T08:00:00.000Z'
const pending = samplePayment('PENDING', { createdAt: new Date().toISOString() })
const stuck = samplePayment('PENDING', { createdAt: old })
const checking = { ...sampleBooking({ payment: samplePayment('ESCROW') }), isChecking: true }

const states: Readonly<Record<string, () => ReactElement>> = {
  'a status that loads': () => <PaymentStatusSync bookingId="8" />,
  'a pending status': () => <PaymentStatusSync payment={pending} />,
  'a stuck status': () => <PaymentStatusSync payment={stuck} />,
  'a failed payment': () => <PaymentStatusSync payment={samplePayment('FAILED')} />,
  'no payment': () => <PaymentStatusSync payment={null} />,
  'a card to pay': () => <SynchronizedBookingCard booking={sampleBooking({ note: 'Ring twice.' })} />,
  'a card in escrow': () => <SynchronizedBookingCard booking={sampleBooking({ payment: samplePayment('ESCROW') })} />,
  'a card that is done': () => <SynchronizedBookingCard booking={sampleBooking({ status: 'COMPLETED' })} />,
  'a card that is being checked': () => <SynchronizedBookingCard booking={checking} />,
  'a dashboard that loads': () => <SynchronizedDashboard />,
  'a dashboard without bookings': () => <SynchronizedDashboard initialUser={sampleUser} initialBookings={[]} />,
  'a dashboard': () => (
    <SynchronizedDashboard
      initialUser={sampleUser}
      initialBookings={[sampleBooking(), sampleBooking({ id: '8', payment: stuck }), { ...checking, id: '9' }]}
    />
  ),
}

async function violations(container: Element): Promise<string[]> {
  const { violations: found } = await axe.run(container)
  return found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))
}

test.each(
  Object.entries(states).flatMap(([name, element]) =>
    (['light', 'dark'] as const).map((theme) => [name, theme, element] as const),
  ),
)('%s, %s: axe finds nothing, and nothing is wider than a phone of 360 px', async (_, theme, element) => {
  await page.viewport(360, 800)
  const ground = theme === 'light' ? '#f3f5f4' : '#0c1214'
  const { screen } = await renderInKit(
    <main data-psync-theme={theme} style={{ background: ground, colorScheme: theme, padding: 16 }}>
      {element()}
    </main>,
  )
  // What fades in has no contrast yet.
  const once = document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations === 1)
  await Promise.all(once.map(({ finished }) => finished))

  expect(await violations(screen.container)).toEqual([])
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(360)
})

test('a failure, and an action that failed: axe finds nothing', async () => {
  const { screen, asked } = await renderInKit(
    <main>
      <PaymentStatusSync bookingId="8" />
      <SynchronizedBookingCard booking={sampleBooking()} />
    </main>,
  )
  asked.find(({ url }) => url.includes('bookingId=8'))?.answer({}, {}, 500)
  await screen.getByRole('button', { name: 'Cancel Booking' }).click()
  asked.find(({ url }) => url.endsWith('/cancel'))?.answer({ detail: 'Booking 7 is COMPLETED.' }, {}, 409)
  await expect.element(screen.getByText('Failed to load payment status')).toBeVisible()
  await expect.element(screen.getByText('“Cancel Booking” failed')).toBeVisible()

  expect(await violations(screen.container)).toEqual([])
})

test('the keyboard reaches every button, and one sees where it is', async () => {
  const { screen } = await renderInKit(<SynchronizedBookingCard booking={sampleBooking({ payment: stuck })} />)
  const buttons = Array.from(screen.container.querySelectorAll('button'))
  expect(buttons.map(({ title, textContent }) => title || textContent)).toEqual([
    'Refresh booking status',
    'Refresh payment status',
    'Verify payment with Paystack',
    'Check Payment Status',
    'Resume Checkout',
    'Cancel Booking',
    'Message Provider',
  ])
  for (const button of buttons) {
    button.focus({ focusVisible: true })
    expect(document.activeElement).toBe(button)
    expect(getComputedStyle(button).outlineStyle).toBe('solid')
  }
})
