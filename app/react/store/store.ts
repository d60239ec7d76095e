import type { DataClient } from '../../client/client.ts'
import { createBookings } from './bookings.ts'
import { createCore } from './core.ts'
import type { Answer } from './order.ts'
import { shownBooking, stateOf, type PaymentState } from './payment-state.ts'
import { createPayment, paymentKey, type PaymentEntry } from './payments.ts'
import { createSchedule, type Task } from './schedule.ts'
import { createUser } from './user.ts'
import type { Watcher } from './watchers.ts'

/** Of what the app brought along without a word that the API would know it by: it is shown, and never asked for. */
export const localKey = (id: string): string => `@local:${id}`

const idOf = (key: string): string => key.replace(/^booking:/, '')

const isLocal = (key: string): boolean => key.startsWith('@local:')

export type Store = ReturnType<typeof createStore>

/**
 * All that the components of a page show, and everything that keeps it right: one request, one subscription and one
 * timer, however many look. To create one does nothing yet.
 */
export function createStore(makeClient: () => DataClient) {
  let client: DataClient | undefined
  const payments = new Map<string, PaymentEntry>()
  const schedule = createSchedule(tasks, () => core.batch(wakeAll))
  const core = createCore(
    () => (client ??= heeded(makeClient())),
    () => (resources().some((resource) => resource.isWatched()) ? schedule.arm() : schedule.stop()),
  )
  const bookings = createBookings(core, (booking, answer) => {
    const entry = payments.get(`booking:${booking.id}`)
    const known = entry?.resource.snapshot.data
    const said = stateOf({ booking }, known)
    return entry && said && !entry.resource.feed(said, answer) ? known : entry && said
  })
  const user = createUser(core, () => {
    for (const resource of resources()) if (resource !== user) resource.startAnew()
  })

  const resources = () => [user, bookings.resource, ...Array.from(payments.values(), ({ resource }) => resource)]

  function tasks(): Task[] {
    return [...resources(), ...Array.from(payments.values(), ({ stuck }) => stuck)]
  }

  function wakeAll(): void {
    for (const resource of resources()) if (resource.due() < Infinity) resource.run()
  }

  /** Who is connected again may ask again: the browser tells of its own network alone, not of a server that is back. */
  function heeded(made: DataClient): DataClient {
    let { live } = made
    made.subscribeState(() => {
      if (live !== (live = made.live) && live === 'connected' && !document.hidden) core.batch(wakeAll)
    })
    return made
  }

  function payment(key: string): PaymentEntry {
    const known = payments.get(key)
    if (known) return known
    const made = createPayment(core, {
      key,
      isCovered: () => isLocal(key) || Boolean(bookings.kept(idOf(key))),
      onShown: (state, answer) => spread(key, state, answer),
      onLeft: () => {
        if (payments.get(key) === made) payments.delete(key)
      },
    })
    payments.set(key, made)
    return made
  }

  /** What an answer tells of one payment goes to all who show it by another name. */
  function spread(key: string, state: PaymentState, answer: Answer): void {
    const { payment: about, booking } = state
    const byBooking = paymentKey(booking?.id, undefined)
    const byReference = paymentKey(undefined, about?.reference)
    const ofBooking = key === byBooking ? state : booking && stateOf({ booking })
    if (ofBooking) {
      const shown = shownBooking(ofBooking)
      if (shown) bookings.patch(shown)
      if (key !== byBooking && byBooking) payments.get(byBooking)?.resource.feed(ofBooking, answer)
    }
    if (byReference && key !== byReference) payments.get(byReference)?.resource.feed(state, answer)
  }

  return {
    subscribe: core.subscribe,
    client: core.client,
    tick: core.tick,
    user,
    bookings,
    refreshUser: () => user.load('first'),
    /** What is known of a payment that somebody looks at. */
    known: (key: string): PaymentEntry | undefined => payments.get(key),
    payment,
    /** Who asks for this payment: the list, if it is in there. */
    keeperOf: (key: string) => (bookings.kept(idOf(key)) ? bookings.resource : payments.get(key)?.resource),
    watchPayment(key: string, watcher: Watcher, brought?: PaymentState): () => void {
      const entry = payment(key)
      // The list won't tell before it changes.
      const listed = entry.resource.snapshot.data ? undefined : stateOf({ booking: bookings.kept(idOf(key)) })
      for (const state of [listed, brought]) if (state) entry.seed(state)
      return entry.resource.watch(watcher)
    },
    /** Somebody may have acted on what nobody looks at (any more). */
    tidy(key: string): void {
      const resource = payments.get(key)?.resource
      if (resource && !resource.isWatched()) resource.forget()
    },
    /** Another client took over: hear of changes through that. */
    reconnect(): void {
      client = undefined
      for (const resource of resources()) resource.listenAnew()
    },
  }
}
