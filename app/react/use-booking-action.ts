import { useState } from 'react'
import type { Booking } from '../../shared/domain.ts'
import { ApiError } from './api/api-error.ts'
import { newKey } from './api/send.ts'
import { becomes, type BookingAction } from './booking-actions.ts'
import { act, verify } from './store/act.ts'
import type { Store } from './store/store.ts'

/** One press of a button. Trying again where the outcome is unknown is the same intention; the API knows it by its key. */
interface Intention {
  readonly action: BookingAction
  readonly key: string
}

export interface Running {
  readonly action: BookingAction
  readonly isBusy: boolean
  readonly error: Error | undefined
}

export interface BookingActions {
  readonly running: Running | undefined
  /** Does it, unless something is being done. */
  readonly run: (action: BookingAction) => void
  readonly retry: () => void
}

/** What a person does to one booking: what runs, and how it failed. */
export function useBookingAction(
  store: Store,
  booking: Booking,
  reference: string | undefined,
  onDone: (action: BookingAction) => void,
): BookingActions {
  const [running, setRunning] = useState<Running & Intention>()

  async function start(intention: Intention): Promise<void> {
    if (running?.isBusy) return
    setRunning({ ...intention, isBusy: true, error: undefined })
    try {
      await runAction(store, intention, booking, reference)
      setRunning(undefined)
      onDone(intention.action)
    } catch (cause) {
      setRunning({ ...intention, isBusy: false, error: cause as Error })
    }
  }

  return {
    running,
    run: (action) => void start({ action, key: newKey() }),
    retry() {
      if (!running) return
      const { action, error, key } = running
      const isSame = error instanceof ApiError && error.isOutcomeUnknown
      void start({ action, key: isSame ? key : newKey() })
    },
  }
}

/** @throws ApiError with the reason */
async function runAction(
  store: Store,
  { action, key }: Intention,
  { id }: Booking,
  reference: string | undefined,
): Promise<void> {
  const about = `booking:${id}`
  if (action === 'verify' && reference !== undefined) {
    await verify(store, about, reference, key)
  } else if (action === 'verify') {
    await store.payment(about).resource.load('refresh') // Nothing to ask Paystack about: the API's own word has to do.
  } else if (action === 'pay' || action === 'resume') {
    const body = { callbackUrl: `${location.origin}${location.pathname}` }
    const url = `/api/book-service/${encodeURIComponent(id)}/pay`
    const { authorizationUrl } = await act(store, about, { url, body, idempotencyKey: key })
    leaveFor(authorizationUrl)
  } else {
    const url = `/api/book-service/${encodeURIComponent(id)}/${action}`
    const status = becomes[action]
    await act(store, about, { url, body: {}, idempotencyKey: key, ...(status && { optimistic: { status } }) })
  }
}

/** The checkout is a page of somebody else: nothing but a web address may lead there. */
function leaveFor(url: unknown): void {
  const address = URL.canParse(String(url), location.href) ? new URL(String(url), location.href) : undefined
  if (!address || !/^https?:$/.test(address.protocol)) throw new ApiError('refused', 502)
  location.href = address.href
}
