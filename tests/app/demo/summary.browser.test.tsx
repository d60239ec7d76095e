import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import { Summary } from '../../../app/demo/summary.tsx'
import type { ShownBooking } from '../../../app/demo/last-known.ts'
import { sampleBooking, samplePayment } from '../support/sample-booking.ts'

async function summary(...bookings: ShownBooking[]) {
  const { container } = await render(<Summary bookings={bookings} />)
  const names = [...container.querySelectorAll('dt')].map((name) => name.textContent)
  const numbers = [...container.querySelectorAll('dd')].map((number) => number.textContent)
  return Object.fromEntries(names.map((name, at) => [name, numbers[at]]))
}

const paid = sampleBooking({ status: 'COMPLETED', payment: samplePayment('RELEASED') })
const pending = sampleBooking({ id: '8', payment: samplePayment('PENDING') })
const checking = sampleBooking({ id: '9', payment: samplePayment('CHECKING') })

test('the summary counts what the bookings say', async () => {
  expect(await summary(paid, pending)).toEqual({
    'Total Bookings': '2',
    'Paid Bookings': '1',
    Completed: '1',
    'Pending Payments': '1',
  })
})

test('payments of which nothing is known are not counted as unpaid', async () => {
  const counts = await summary(paid, checking)

  expect(counts['Paid Bookings']).toBe('…being checked')
  expect(counts['Pending Payments']).toBe('…being checked')
})

test('payments that are being checked count as what they were', async () => {
  expect(await summary(paid, { ...checking, lastKnown: 'ESCROW' })).toMatchObject({ 'Paid Bookings': '2' })
})
