import { expect, test, vi } from 'vitest'
import { SynchronizedBookingCard, SynchronizedDashboard, type ShownBooking } from '../../../app/react/public.ts'
import { renderInKit } from '../support/render-in-kit.tsx'
import { sampleBooking, samplePayment, sampleUser } from '../support/sample-booking.ts'

const LIST = '/api/bookings/my-bookings'

const sixty = Array.from({ length: 60 }, (_, at) => {
  const reference = `ps-${at}`
  return sampleBooking({
    id: String(at),
    payment: samplePayment(at < 20 ? 'PENDING' : 'ESCROW', { bookingId: String(at), reference }),
  })
})

/** Made anew for each answer, as from a network. */
const answered = (change: Partial<ShownBooking> = {}) =>
  sixty.map((booking) => structuredClone(booking.id === change.id ? { ...booking, ...change } : booking))

/** Sixty cards on a dashboard: which of them are rendered, and how often the list is laid out. */
async function sixtyCards() {
  const card = vi.fn(({ id }: ShownBooking) => <span>{id}</span>)
  const grid = vi.fn((bookings: readonly ShownBooking[]) =>
    bookings.map((booking) => (
      <SynchronizedBookingCard key={booking.id} booking={booking} user={sampleUser}>
        {card}
      </SynchronizedBookingCard>
    )),
  )
  const kit = await renderInKit(<SynchronizedDashboard>{grid}</SynchronizedDashboard>)
  const refresh = kit.screen.getByTitle('Refresh all data')
  const answer = (bookings: readonly ShownBooking[]) =>
    kit.asked.findLast(({ url }) => url === LIST)?.answer({ bookings })
  kit.asked.find(({ url }) => url === '/api/auth/me')?.answer({ user: sampleUser })
  answer(answered())
  await expect.element(refresh).toHaveAttribute('aria-busy', 'false')
  expect(kit.screen.getByRole('article').elements()).toHaveLength(60)
  card.mockClear()
  grid.mockClear()
  return {
    ...kit,
    grid,
    rendered: () => new Set(card.mock.calls.map(([{ id }]) => id)),
    /** Something is told of, and the list says this. */
    becomes: async (groups: readonly string[], bookings: readonly ShownBooking[]) => {
      kit.tell({ groups })
      await expect.element(refresh).toHaveAttribute('aria-busy', 'true')
      answer(bookings)
      await expect.element(refresh).toHaveAttribute('aria-busy', 'false')
    },
  }
}

test('a change of one of sixty bookings renders its card, and no other', async () => {
  const { becomes, rendered } = await sixtyCards()
  await becomes(['booking:7', 'payment:ps-7'], answered({ id: '7', status: 'PENDING_EXECUTION' }))

  expect(rendered()).toEqual(new Set(['7']))
})

test('an answer that says nothing new renders no card, and does not lay out the list', async () => {
  const { becomes, grid, rendered } = await sixtyCards()
  await becomes(['payments'], answered())

  expect(rendered()).toEqual(new Set())
  expect(grid).not.toHaveBeenCalled()
})

test('who asks for the list says so without laying it out', async () => {
  const { tell, asked, grid, rendered, screen } = await sixtyCards()
  tell({ groups: ['bookings'] })
  await expect.element(screen.getByTitle('Refresh all data')).toHaveAttribute('aria-busy', 'true')

  expect(asked.filter(({ url }) => url === LIST)).toHaveLength(2)
  expect(rendered()).toEqual(new Set())
  expect(grid).not.toHaveBeenCalled()
})
