import type { Person } from '../../server/person.ts'

/** A change made by another device. */
export type Change = () => Promise<unknown>

/** Opens a checkout for every booking that can have one, and leaves it: pending. How many payments are. */
export async function openPayments(client: Person, provider: Person): Promise<number> {
  const bookings = async () => (await client.get('/api/bookings/my-bookings')).body.bookings
  for (const { id, status } of await bookings()) {
    if (status === 'PENDING') await provider.post(`/api/book-service/${id}/accept`)
  }
  for (const { id, status, payment } of await bookings()) {
    if (status === 'CONFIRMED' && payment?.status !== 'PENDING')
      await client.post(`/api/book-service/${id}/pay`, { callbackUrl: '/' })
  }
  return (await bookings()).filter(({ payment }) => payment?.status === 'PENDING').length
}

/** What the provider may begin and end, one booking after the other. */
export async function changeableBookings(provider: Person): Promise<Change[]> {
  const { bookings } = (await provider.get('/api/bookings')).body
  const act = (from: string, name: string): Change[] =>
    bookings.flatMap(({ id, status }) =>
      status === from ? [() => provider.post(`/api/book-service/${id}/${name}`)] : [],
    )
  return [...act('PENDING_EXECUTION', 'start'), ...act('IN_PROGRESS', 'complete')]
}
