import { createRoot } from 'react-dom/client'
import { registerPaymentSync } from '../../../app/client/public.ts'
import { PaymentSyncProvider, SynchronizedBookingCard } from '../../../app/react/public.ts'
import type { Booking } from '../../../shared/domain.ts'

/** A page of somebody else's app: it fetched its bookings itself, and shows some of them with the kit's cards. */
async function start(): Promise<void> {
  const query = new URLSearchParams(location.search)
  const client = registerPaymentSync({ url: `/sw-${query.get('policy') ?? 'default'}.js` })
  const ids = query.get('ids')?.split(',') ?? []
  const response = await fetch('/api/bookings', { cache: 'no-store' })
  const { bookings } = (await response.json()) as { bookings: readonly Booking[] }
  createRoot(document.body.appendChild(document.createElement('main'))).render(
    <PaymentSyncProvider client={client}>
      {bookings
        .filter(({ id }) => ids.includes(id))
        .map((booking) => (
          <SynchronizedBookingCard key={booking.id} booking={booking} />
        ))}
    </PaymentSyncProvider>,
  )
}

void start()
