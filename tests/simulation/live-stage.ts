import type { Reply } from '../../shared/protocol.ts'
import type { BookingServer } from './booking-server.ts'
import { PAY } from './stage.ts'
import type { Tab } from './tab.ts'

/** What booking 7 is about. */
export const touched = ['booking:7', 'bookings', 'payments', 'payment:ref-7']

/** What the tab that leads says to the worker; pages learn what it answers. */
export const event = (id: string, changes: readonly string[] = [id], groups: readonly string[] = touched) =>
  ({ type: 'live', id, groups, changes }) as const

export const liveId = (reply: Reply | undefined): string | undefined =>
  reply?.type === 'latest' ? reply.live : undefined

/** A payment whose answer waits for the test, and then names its changes. */
export async function pay(tab: Tab, server: BookingServer, url = PAY) {
  const held = server.hold(`POST ${url}`)
  const paid = tab.post(url)
  const { arrived } = await held
  return {
    commit: () => server.change('7', 'ESCROW'),
    answer: async (headers: Record<string, string> = { 'payment-sync-changes': '41, 42' }) => {
      arrived.answer({ success: true, booking: { id: '7' } }, { headers })
      await paid
    },
  }
}
