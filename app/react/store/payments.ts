import type { Booking } from '../../../shared/domain.ts'
import type { Core } from './core.ts'
import type { Answer } from './order.ts'
import { isBehind, isUnsettled, stateOf, type PaymentState } from './payment-state.ts'
import { createResource, type Resource } from './resource.ts'
import type { Task } from './schedule.ts'
import { stuckAt } from './stuck.ts'

/** What is shown of one payment. Each is a value: another one only if something that is shown has changed. */
export interface PaymentView extends PaymentState {
  /** There is nothing to show yet. */
  readonly isLoading: boolean
  readonly isRefreshing: boolean
  readonly error: Error | null
  /** The booking shows what the person just did; the server has not confirmed it. */
  readonly isOptimistic: boolean
  /** Pending for so long that something may have gone wrong. */
  readonly isStuck: boolean
}

export interface PaymentEntry {
  readonly resource: Resource<PaymentState>
  readonly view: () => PaymentView
  /** Shows what is being done as if it were. Returns how to take it back. */
  readonly overlay: (change: Partial<Booking>) => () => void
  /** What the app brought along, of unknown age. */
  readonly seed: (brought: PaymentState) => void
  /** The view changes by the passing of time, too. */
  readonly stuck: Task
}

export interface PaymentOptions {
  readonly key: string
  readonly isCovered: () => boolean
  readonly onShown: (state: PaymentState, answer: Answer) => void
  readonly onLeft: () => void
}

/** `booking:7` or `payment:ps-7`: the group, which is also how we name what we ask for. Undefined: neither is known. */
export function paymentKey(bookingId: string | undefined, reference: string | undefined): string | undefined {
  if (bookingId) return `booking:${bookingId}`
  return reference ? `payment:${reference}` : undefined
}

export function paymentUrl(key: string): string {
  const [kind = '', ...id] = key.split(':')
  return `/api/payment/verify?${kind === 'booking' ? 'bookingId' : 'reference'}=${encodeURIComponent(id.join(':'))}`
}

export function paymentGroups(key: string, state: PaymentState | undefined): string[] {
  const { payment, booking } = state ?? {}
  const also = [
    paymentKey(booking?.id ?? payment?.bookingId, undefined),
    paymentKey(undefined, payment?.reference),
  ].filter((group) => group !== undefined)
  return [...new Set(['payments', key, ...also])]
}

/** One payment, by the key that it is asked for with. */
export function createPayment(core: Core, { key, isCovered, onShown, onLeft }: PaymentOptions): PaymentEntry {
  let overlays: readonly Partial<Booking>[] = []
  let brought: string | undefined
  let made: { from: readonly unknown[]; view: PaymentView } | undefined

  const resource = createResource<PaymentState>(core, {
    url: paymentUrl(key),
    groups: (state) => paymentGroups(key, state),
    take: (body, before) => stateOf(body, before),
    onWatch: (state, isConfirmed) => {
      if (isConfirmed) return undefined
      // Without its booking *none* may as well mean that the app doesn't know.
      if (!state || state.payment === undefined || (state.payment === null && !state.booking)) return 'first'
      return isUnsettled(state) ? 'poll' : undefined
    },
    mayChange: isUnsettled,
    doubt: (state) => (state.payment === undefined ? state : { ...state, isChecking: true }),
    isCovered,
    onShown,
    onLeft,
  })

  function view(): PaymentView {
    const { snapshot } = resource
    const isStuck = stuckAt(snapshot.data) <= Date.now()
    const { data, error, isLoading } = snapshot
    const from = [data, error, isLoading, overlays, isStuck]
    if (!made || from.some((part, at) => part !== made?.from[at])) made = { from, view: viewOf(isStuck) }
    return made.view
  }

  function viewOf(isStuck: boolean): PaymentView {
    const { data, error, isLoading } = resource.snapshot
    const { payment, booking, isChecking = false } = data ?? {}
    // A failure stays until there is something better: a page must not jump under the finger that comes back to it.
    const isBlank = payment === undefined && !error
    return {
      payment,
      booking: booking && Object.assign({}, booking, ...overlays),
      isChecking,
      isLoading: isLoading && isBlank,
      isRefreshing: isLoading && !isBlank,
      error: error ?? null,
      isOptimistic: overlays.length > 0,
      isStuck,
    }
  }

  return {
    resource,
    view,
    overlay(change) {
      overlays = [...overlays, change]
      core.changed()
      return () => {
        overlays = overlays.filter((each) => each !== change)
        core.changed()
      }
    },
    seed(state) {
      const text = JSON.stringify(state)
      if (text === brought) return // Props are made anew each time; what they say mostly isn't.
      brought = text
      const { data } = resource.snapshot
      if (data && isBehind(state, data)) return
      resource.put({ ...state, payment: state.payment === undefined ? data?.payment : state.payment })
    },
    stuck: {
      due: () =>
        made?.view.isStuck ? Infinity : Math.ceil(performance.now() + stuckAt(resource.snapshot.data) - Date.now()),
      run() {
        view()
        core.changed()
      },
    },
  }
}
