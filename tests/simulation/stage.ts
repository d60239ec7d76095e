import type { PolicyChanges } from '../../shared/policy.ts'
import { BookingServer } from './booking-server.ts'
import type { Seen, Tab } from './tab.ts'
import { World } from './world.ts'

/**
 * Where the stories of these tests play. They are told with the worker's own code, driven through its ports. Three can only
 * be told in a real browser, and are told there (`tests/e2e`, `*.browser.test.ts`):
 *
 * - 2, that `respondWith` after an await throws (that the decision is synchronous is told here),
 * - 17, that a waiting worker's open closes nobody's database,
 * - 28, that a body breaks that streams through a worker which is stopped.
 *
 * 6 is told as far as the worker's part goes (`cache: 'reload'`, its own `If-None-Match`), 29 without a screen.
 */
export const VERIFY = '/api/payment/verify?bookingId=7'
export const LIST = '/api/bookings/my-bookings'
export const ONE = '/api/bookings/7'
export const SERVICES = '/api/services'
export const PAY = '/api/book-service/7/pay'

export function begin(policy: PolicyChanges = {}): { world: World; server: BookingServer } {
  const world = new World(policy)
  return { world, server: new BookingServer(world.network) }
}

/** The status of the payment of booking 7, in whichever answer. */
export function paymentOf({ body }: Seen): unknown {
  const said = body as {
    payment?: { status: string }
    bookings?: { payment: { status: string } }[]
    booking?: { payment: { status: string } }
  }
  return said.payment?.status ?? said.bookings?.[0]?.payment.status ?? said.booking?.payment.status
}

/** Whether this page could read it without the network. */
export async function isHeld(tab: Tab, url: string): Promise<boolean> {
  return (await tab.get(url, { cache: 'only-if-cached' })).how.startsWith('hit')
}

/** From now on the calls of that name wait, until they are let go on. */
export function hold(world: World, which: string): () => void {
  let letGo = (): void => undefined
  const free = new Promise<void>((resolve) => (letGo = resolve))
  world.gate = (what) => (what === which ? free : undefined)
  return () => {
    world.gate = undefined
    letGo()
  }
}

/** Whether it has come to its end by now. */
export async function isOver(world: World, work: Promise<unknown>): Promise<boolean> {
  let over = false
  const end = (): boolean => (over = true)
  void work.then(end, end)
  await world.idle()
  return over
}

export const invalidations = (tab: Tab): number => tab.heard.filter(({ type }) => type === 'invalidated').length

/** As a page client says it. */
export const said = { ended: true, groups: [] } as const

export const quota = (): never => {
  throw new DOMException('The disk is full', 'QuotaExceededError')
}

export const broken = (): never => {
  throw new DOMException('The disk is broken', 'UnknownError')
}
