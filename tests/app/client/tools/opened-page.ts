import { onTestFinished, vi } from 'vitest'
import { registerPaymentSync, type Change, type PaymentSyncOptions } from '../../../../app/client/public.ts'
import { standInWorker, type StandIn } from '../../support/stand-in-worker.ts'

/** A page with this worker, and what it is told. Its errors fail the test, unless it looks at them. */
export function openedPage(worker: StandIn = standInWorker(), options: PaymentSyncOptions = {}) {
  const here = new AbortController()
  const container = vi.spyOn(navigator, 'serviceWorker', 'get').mockReturnValue(worker.container)
  const errors: Error[] = []
  const client = registerPaymentSync({ signal: here.signal, onError: (error) => errors.push(error), ...options })
  const told: Change[] = []
  const states: string[] = []
  client.subscribe({ groups: ['bookings'] }, (change) => told.push(change))
  client.subscribeState(() => states.push(`${client.state} waiting:${client.waiting} paused:${client.paused}`))
  onTestFinished(() => {
    here.abort()
    container.mockRestore()
    localStorage.clear()
  })
  return { client, worker, told, states, errors }
}
