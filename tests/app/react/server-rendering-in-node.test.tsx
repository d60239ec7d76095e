import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { invalidatePaymentCache, SynchronizedDashboard } from '../../../app/react/public.ts'
import { sampleBooking, sampleUser } from '../support/sample-booking.ts'

test('the kit renders where there is neither window nor document', async () => {
  expect(typeof document).toBe('undefined')
  const html = renderToString(<SynchronizedDashboard initialBookings={[sampleBooking()]} initialUser={sampleUser} />)

  expect(html).toContain('aria-label="Booking 7"')
  await expect(invalidatePaymentCache('7')).resolves.toBe(undefined)
})
