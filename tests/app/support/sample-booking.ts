import type { Booking, Payment, User } from '../../../shared/domain.ts'

export const sampleUser: User = { id: '1', name: 'Thandi Nkosi', email: 'client@example.com', role: 'CLIENT' }

export function samplePayment(status: Payment['status'], more: Partial<Payment> = {}): Payment {
  return {
    id: '70',
    bookingId: '7',
    reference: 'ps-7',
    status,
    amount: 85_000,
    currency: 'ZAR',
    version: 1,
    createdAt: '2026-01-01T08:00:00.000Z',
    updatedAt: '2026-01-01T08:00:00.000Z',
    paidAt: null,
    ...more,
  }
}

export function sampleBooking(more: Partial<Booking> = {}): Booking {
  return {
    id: '7',
    status: 'CONFIRMED',
    scheduledAt: '2026-01-05T08:00:00.000Z',
    note: '',
    amount: 85_000,
    currency: 'ZAR',
    version: 1,
    createdAt: '2026-01-01T08:00:00.000Z',
    updatedAt: '2026-01-01T08:00:00.000Z',
    service: {
      id: '3',
      name: 'Deep home cleaning',
      description: '',
      category: 'Cleaning',
      price: 85_000,
      currency: 'ZAR',
      durationMinutes: 240,
    },
    provider: { id: '9', name: 'Naledi Home Services' },
    client: { id: '1', name: 'Thandi Nkosi' },
    payment: null,
    review: null,
    ...more,
  }
}
